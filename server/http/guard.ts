import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'

/**
 * Who may speak to the server. It listens on loopback only, but every page in the user's browser can reach that:
 * a page of another site is told by its Origin, one whose name was pointed at us by its Host, and whoever has not got
 * the printed address lacks the token.
 */
export interface Guard {
  readonly token: string
  /** Refuses what comes from elsewhere. @returns whether it was refused */
  refuses(request: FastifyRequest, reply: FastifyReply): boolean
  /** Has the request the token, in its cookie? */
  knows(request: FastifyRequest): boolean
  /** The header that puts the token into a browser. */
  readonly cookie: string
}

export function createGuard(): Guard {
  const token = randomBytes(24).toString('base64url')
  // Cookies know no ports: two servers on one machine need two names.
  const name = `leapgraph-${randomBytes(4).toString('hex')}`
  return {
    token,
    cookie: `${name}=${token}; Path=/; HttpOnly; SameSite=Strict`,
    refuses({ headers }, reply) {
      const host = hostOf(headers.host)
      const origin = headers.origin
      const isOurs = host !== null && loopback.has(host.name)
      const isSame = origin === undefined || (isOurs && origin === `http://${headers.host}`)
      if (isOurs && isSame) return false
      reply.code(403).type('text/plain').send('This server answers only pages of its own, on this machine.')
      return true
    },
    knows: ({ headers }) => sameText(cookieIn(headers.cookie, name), token),
  }
}

const loopback = new Set(['127.0.0.1', 'localhost', '[::1]'])

function hostOf(header: string | undefined): { readonly name: string } | null {
  const match = /^(\[[0-9a-f:]+\]|[a-z0-9.-]+)(:\d+)?$/i.exec(header ?? '')
  return match ? { name: match[1]!.toLowerCase() } : null
}

const cookieIn = (header = '', name: string): string =>
  header
    .split(/;\s*/)
    .find(pair => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1) ?? ''

/** Takes as long for a wrong token as for the right one. */
export function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
