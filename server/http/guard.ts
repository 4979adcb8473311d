import type { FastifyReply, FastifyRequest } from 'fastify'
import { acceptCodes, derived, sameText } from './secret.ts'

/**
 * Who may speak to the server. It listens on loopback only, but every page in the user's browser can reach that:
 * a page of another site is told by its Origin, one whose name was pointed at us by its Host, and whoever has not got
 * the printed address lacks the token.
 */
export interface Guard {
  /** Refuses what comes from elsewhere. @returns whether it was refused */
  refuses(request: FastifyRequest, reply: FastifyReply): boolean
  /** Does the request carry our cookie, or the token as `Authorization: Bearer` or `?token=`? */
  knows(request: FastifyRequest): boolean
  /** Does the address contain the token, or a code that was not used before? */
  lets(query: { readonly token?: string; readonly code?: string }): boolean
  /** The header that puts the cookie into a browser. */
  cookie(request: FastifyRequest): string
}

/** @param token  the secret of the user folder; it is part of the printed address */
export function createGuard(token: string): Guard {
  const accepts = acceptCodes(token)
  // A browser sends a cookie to every port of the machine: name and value are of one port.
  const nameOf = ({ socket }: FastifyRequest) => `leapgraph-${socket.localPort}`
  const proofOf = ({ socket }: FastifyRequest) => derived(token, `cookie ${socket.localPort}`)
  return {
    cookie: request => `${nameOf(request)}=${proofOf(request)}; Path=/; HttpOnly; SameSite=Strict`,
    refuses({ headers }, reply) {
      const host = hostOf(headers.host)
      const origin = headers.origin
      const isOurs = host !== null && loopback.has(host.name)
      const isSame = origin === undefined || (isOurs && origin === `http://${headers.host}`)
      if (isOurs && isSame) return false
      reply
        .code(403)
        .header('connection', 'close')
        .type('text/plain')
        .send('This server answers only pages of its own, on this machine.')
      return true
    },
    knows: request =>
      sameText(cookieIn(request.headers.cookie, nameOf(request)), proofOf(request)) ||
      sameText(tokenIn(request), token),
    lets: ({ token: given, code }) =>
      (typeof given === 'string' && sameText(given, token)) || (typeof code === 'string' && accepts(code)),
  }
}

const loopback = new Set(['127.0.0.1', 'localhost', '[::1]'])

function hostOf(header: string | undefined): { readonly name: string } | null {
  const match = /^(\[[0-9a-f:]+\]|[a-z0-9.-]+)(:\d+)?$/i.exec(header ?? '')
  return match ? { name: match[1]!.toLowerCase() } : null
}

/** The token that a program sends. */
function tokenIn({ headers, query }: FastifyRequest): string {
  const [, bearer] = /^Bearer (\S+)$/i.exec(headers.authorization ?? '') ?? []
  const { token } = query as { readonly token?: unknown }
  return bearer ?? (typeof token === 'string' ? token : '')
}

/** Whether a browser says that a page of another site asks. Programs say nothing of the kind. */
export const isCrossSite = ({ headers }: FastifyRequest): boolean =>
  !['same-origin', 'none', undefined].includes(headers['sec-fetch-site'] as string | undefined)

const cookieIn = (header = '', name: string): string =>
  header
    .split(/;\s*/)
    .find(pair => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1) ?? ''
