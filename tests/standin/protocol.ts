/** `protocol`: answers for a scheme of our own, which Chromium asks for under a name of its own kind. */
type Handler = (request: Request) => Promise<Response> | Response

const handlers = new Map<string, Handler>()

export const protocol = {
  registerSchemesAsPrivileged() {},
  handle(scheme: string, handler: Handler) {
    handlers.set(scheme, handler)
  },
}

/** `app://leapgraph/x` is `https://leapgraph.app.standin.test/x` in Chromium: a secure context with an origin. */
export const toChromium = (url: string): string =>
  url.replace(/^([a-z]+):\/\/([a-z]+)\/?/, (all, scheme, host) =>
    handlers.has(scheme) ? `https://${host}.${scheme}.standin.test/` : all,
  )
export const fromChromium = (url: string): string =>
  url.replace(/^https:\/\/([a-z]+)\.([a-z]+)\.standin\.test/, '$2://$1')

/** @returns null for a scheme that nobody handles */
export const answerFor = (request: Request): Promise<Response> | Response | null =>
  handlers.get(new URL(request.url).protocol.slice(0, -1))?.(request) ?? null
