// Stands in for lib0/broadcastchannel in what goes to browsers (next.config.mjs): y-websocket would speak to other tabs
// by it, and the line is told not to (provider.ts), because tabs of one browser would hear everything twice.

export const publish = (): void => undefined;
export const subscribe = (): void => undefined;
export const unsubscribe = (): void => undefined;
