import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * What a browser must know to use the editor: a text in a file of the user folder that only the user can read. It stays the
 * same, so that an open page reaches a restarted server.
 */
export async function readSecret(userFolder: string): Promise<string> {
  const path = join(userFolder, 'secret')
  const present = await readFile(path, 'utf8').catch(() => '')
  if (/^[\w-]{32}$/.test(present) && (await isPrivate(path))) return present
  const secret = randomBytes(24).toString('base64url')
  await rm(path, { force: true })
  await writeFile(path, secret, { mode: 0o600, flag: 'wx' })
  return secret
}

/** On Windows the permissions of the user's profile apply. */
const isPrivate = async (path: string): Promise<boolean> =>
  process.platform === 'win32' || ((await stat(path)).mode & 0o077) === 0

/** What is derived from the secret for one purpose; it does not tell the secret. */
export const derived = (secret: string, purpose: string): string =>
  createHmac('sha256', secret).update(purpose).digest('base64url')

/** How long a code may be used, in milliseconds: a browser has to start. */
const lifetime = 60_000

/**
 * A code that lets one browser in once. Other users of the machine see the command that opens the browser, so the secret must
 * not be part of it. Whoever can read the secret can make a code, also for a server that runs already.
 */
export function createCode(secret: string, now = Date.now()): string {
  const name = `${now.toString(36)}.${randomBytes(12).toString('base64url')}`
  return `${name}.${derived(secret, `code ${name}`)}`
}

/** Accepts each code once, and only for a minute. */
export function acceptCodes(secret: string, now: () => number = Date.now) {
  const used = new Map<string, number>()
  return (code: string): boolean => {
    const [time = '', random = '', proof = ''] = code.split('.')
    const name = `${time}.${random}`
    const age = now() - Number.parseInt(time, 36)
    for (const [old, since] of used) if (now() - since > lifetime) used.delete(old)
    if (!sameText(proof, derived(secret, `code ${name}`)) || !(age <= lifetime) || used.has(name)) return false
    used.set(name, now())
    return true
  }
}

/** Takes as long for a wrong text as for the right one. */
export function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
