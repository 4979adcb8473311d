import websocket from '@fastify/websocket'
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import { pageFile } from '../../runtime/editor/page/page-file.ts'
import { pagePolicy } from '../../runtime/editor/page/page-policy.ts'
import { isApi, registerApi } from '../comfyui/register.ts'
import { type Served, serveEditor } from './editor-socket.ts'
import { createGuard, isCrossSite } from './guard.ts'
import { pageFolder } from './page.ts'

/** Bytes of one message: a picture or a workflow of a hundred megabytes, base64. */
const mostBytes = 256 * 1024 * 1024

/** What a client may keep waiting: milliseconds, and bytes that it has not read. */
export interface Limits {
  /** From the first byte of a request to the end of its headers. */
  readonly headers: number
  /** To the end of its body. */
  readonly request: number
  /** Without anything sent or received, where it is not a window's socket. */
  readonly silence: number
  /** On a window's socket. */
  readonly unread: number
}

/** Connections at one time; more are closed at once. ComfyUI's clients hold up to 300 of them (sockets.ts). */
const mostConnections = 600

const usual: Limits = { headers: 10_000, request: 60_000, silence: 60_000, unread: mostBytes }

export interface ServerOptions {
  readonly limits?: Limits
  /** May programs on this machine use ComfyUI's API without the token? Pages of other sites may not. */
  readonly openToPrograms?: boolean
}

/**
 * The editor in a browser: the page, the contract, pictures; and ComfyUI's API for programs.
 *
 * @param secret  what a browser must know, see secret.ts
 */
export async function createServer(
  editor: Served,
  secret: string,
  { limits = usual, openToPrograms = false }: ServerOptions = {},
): Promise<FastifyInstance> {
  const app = fastify({
    bodyLimit: mostBytes,
    logger: false,
    requestTimeout: limits.request,
    connectionTimeout: limits.silence,
    // A text to translate is part of an address; Node limits its length.
    routerOptions: { maxParamLength: 16_384 },
    http: { headersTimeout: limits.headers, connectionsCheckingInterval: limits.headers / 2 },
  })
  app.server.maxConnections = mostConnections
  const guard = createGuard(secret)
  await app.register(websocket, { options: { maxPayload: mostBytes } })

  // Before a body is read and before a socket is opened.
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'content-security-policy': pagePolicy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    })
    if (guard.refuses(request, reply)) return reply
    const { method, routeOptions } = request
    if (guard.knows(request) || open.has(`${method} ${routeOptions.url}`)) return
    // A program without a token may know which addresses there are: they are in docs/api.md.
    if (openToPrograms && request.is404 && !isCrossSite(request)) return
    if (openToPrograms && isApi(method, routeOptions.url ?? '') && !isCrossSite(request)) return
    return reply.code(401).header('connection', 'close').type('text/plain').send(stranger)
  })

  app.get<{ Querystring: { token?: string; code?: string } }>('/', async (request, reply) => {
    if (guard.lets(request.query)) return reply.header('set-cookie', guard.cookie(request)).redirect('/', 303)
    if (!guard.knows(request)) return reply.code(401).type('text/plain').send(stranger)
    return sendPage('/', reply)
  })
  app.get('/assets/*', (request, reply) => sendPage(new URL(request.url, 'http://page').pathname, reply))
  app.get('/socket', { websocket: true }, socket => serveEditor(socket, editor, limits.unread))
  await registerApi(app, editor, limits.unread)
  return app
}

/** What a browser without our cookie may ask for. */
const open = new Set(['GET /', 'GET /assets/*'])

const stranger =
  'Open the address that Leapgraph printed when it started: it carries the token. A program sends it as `Authorization: Bearer TOKEN` or `?token=TOKEN`.'

async function sendPage(path: string, reply: FastifyReply) {
  const found = await pageFile(pageFolder, path)
  if (!found) return reply.code(404).type('text/plain').send('There is no such page.')
  // The name of an asset contains a hash of its content.
  if (path !== '/') reply.header('cache-control', 'public, max-age=31536000, immutable')
  return reply.type(found.type).send(Buffer.from(found.bytes))
}
