// The version of the body's schema, apart from the schema, so that who only names it loads no editor.
// Called by the provider's handshake and by the server's door.

/** Goes up with every node, mark or attribute that is added to schema.ts. */
export const SCHEMA_VERSION = 2;
