import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Editor } from '../../runtime/editor/editor.ts'
import { type Answer, BadRequest, type Call, type Route, refused } from './route.ts'
import { routes } from './routes.ts'
import { createSockets } from './sockets.ts'
import { mostUploaded } from './system.ts'

/** ComfyUI serves every address twice. */
const prefixes = ['', '/api']

/**
 * Registers ComfyUI's API and its WebSocket. Who may use them was checked before.
 *
 * @param mostUnread  bytes; a client that leaves more of them unread is cut off
 */
export async function registerApi(
  app: FastifyInstance,
  editor: Pick<Editor, 'openWindow' | 'parts'>,
  mostUnread: number,
) {
  const connect = createSockets(editor, mostUnread)
  const serve = (scope: FastifyInstance, served: readonly Route[]) => {
    scope.setErrorHandler((error: Error & { readonly statusCode?: number }, _, reply) => send(reply, failure(error)))
    for (const { method, path, answer } of served)
      for (const prefix of prefixes)
        scope.route({
          method,
          url: prefix + path,
          handler: async (request, reply) => send(reply, await answer(callOf(request), editor.parts)),
        })
  }
  await app.register(async scope => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_, body, done) => done(null, body))
    serve(
      scope,
      routes.filter(({ streams }) => streams),
    )
  })
  await app.register(async scope => {
    // Bodies are JSON whatever their type says, forms, or files.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: mostUploaded + 64 * 1024 }, (_, body, done) =>
      done(null, body),
    )
    serve(
      scope,
      routes.filter(({ streams }) => !streams),
    )
    for (const prefix of prefixes)
      scope.get<{ Querystring: { clientId?: unknown } }>(`${prefix}/ws`, { websocket: true }, (socket, { query }) =>
        connect(socket, typeof query.clientId === 'string' ? query.clientId.slice(0, 200) : ''),
      )
  })
}

/** Whether an address, as it was registered, is part of the API. */
export const isApi = (method: string, address: string): boolean => addresses.has(`${method} ${address}`)
const addresses = new Set(
  prefixes.flatMap(prefix => [...routes.map(({ method, path }) => `${method} ${prefix}${path}`), `GET ${prefix}/ws`]),
)

const callOf = (request: FastifyRequest): Call => ({
  params: request.params as Readonly<Record<string, string>>,
  query: new URL(request.url, 'http://server').searchParams,
  contentType: request.headers['content-type'] ?? '',
  body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
  content: request.body instanceof Readable ? request.body : Readable.from([]),
})

const send = (reply: FastifyReply, { status, type, body, headers = {} }: Answer) =>
  reply
    .code(status)
    .headers(headers)
    .type(type)
    .send(typeof body === 'string' ? body : Buffer.from(body))

function failure(error: Error & { readonly statusCode?: number; readonly answer?: Answer }): Answer {
  if (error instanceof BadRequest) return error.answer
  const status = error.statusCode ?? 500
  const type = status < 500 ? 'invalid_request' : 'server_error'
  return refused(status, { type, message: 'The request failed', details: error.message })
}
