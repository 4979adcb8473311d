import multipart from '@fastify/multipart'
import websocket from '@fastify/websocket'
import fastify, { type FastifyInstance } from 'fastify'
import type { Editor } from '../../runtime/editor/editor.ts'
import { pageFile } from '../../runtime/editor/page/page-file.ts'
import { pagePolicy } from '../../runtime/editor/page/page-policy.ts'
import { serveEditor } from './editor-socket.ts'
import { createGuard, type Guard, sameText } from './guard.ts'
import { pageFolder } from './page.ts'

/** Bytes of one message: a picture or a workflow of a hundred megabytes, base64. */
const mostBytes = 256 * 1024 * 1024

/** The editor in a browser: the page, the contract, pictures. */
export async function createServer(editor: Editor): Promise<{ readonly app: FastifyInstance; readonly guard: Guard }> {
  const app = fastify({ bodyLimit: mostBytes, logger: false })
  const guard = createGuard()
  await app.register(websocket, { options: { maxPayload: mostBytes } })
  await app.register(multipart, { limits: { fileSize: mostBytes } })

  app.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'content-security-policy': pagePolicy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    })
    if (guard.refuses(request, reply)) return reply
  })

  app.get<{ Querystring: { token?: string } }>('/', async (request, reply) => {
    const { token } = request.query
    if (token !== undefined && sameText(token, guard.token))
      return reply.header('set-cookie', guard.cookie).redirect('/', 303)
    if (!guard.knows(request)) return reply.code(401).type('text/plain').send(stranger)
    return sendPage('/', reply)
  })
  app.get('/assets/*', (request, reply) => sendPage(new URL(request.url, 'http://page').pathname, reply))
  app.get('/view', async (request, reply) => {
    if (!guard.knows(request)) return reply.code(401).type('text/plain').send(stranger)
    const { status, type, bytes } = await editor.picture(new URL(request.url, 'http://page').searchParams)
    // A finished picture never changes under its name; a replaced one has another address in the lists.
    return reply.code(status).type(type).header('cache-control', 'no-cache').send(Buffer.from(bytes))
  })
  app.get('/socket', { websocket: true }, (socket, request) => {
    if (!guard.knows(request)) socket.close(1008, stranger)
    else serveEditor(socket, editor)
  })
  return { app, guard }
}

const stranger = 'Open the address that Leapgraph printed when it started: it carries the token.'

async function sendPage(path: string, reply: Parameters<Guard['refuses']>[1]) {
  const found = await pageFile(pageFolder, path)
  if (!found) return reply.code(404).type('text/plain').send('There is no such page.')
  return reply.type(found.type).send(Buffer.from(found.bytes))
}
