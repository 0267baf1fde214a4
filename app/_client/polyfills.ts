// Stands in for Next's polyfills in what goes to browsers (next.config.mjs). Of all that they bring, only this is not
// in every browser that Next's own list names: Safari 16.4 has no URL.canParse.

if (!("canParse" in URL)) {
  Object.defineProperty(URL, "canParse", {
    configurable: true,
    writable: true,
    value: (address: string | URL, base?: string | URL): boolean => {
      try {
        return new URL(address, base) !== undefined;
      } catch {
        return false;
      }
    },
  });
}
