import { type Handlers, isChannel, requests } from '../../contract/requests.ts'

/**
 * Answers one request of a window. Channel and arguments are both checked.
 *
 * @throws Error whose message is for the user, or for the author of the page
 */
export async function answer(handlers: Handlers, channel: unknown, args: unknown): Promise<unknown> {
  if (!isChannel(channel)) throw new Error(`there is no request '${String(channel).slice(0, 100)}'`)
  const checked = requests[channel].safeParse(args)
  if (!checked.success) {
    const places = checked.error.issues.slice(0, 3).map(({ path, message }) => `${path.join('.')}: ${message}`)
    throw new Error(`${channel}: ${places.join('; ')}`)
  }
  // The schema of this channel has just made these the arguments of its handler.
  const handle = handlers[channel] as (...args: readonly unknown[]) => unknown
  return handle(...checked.data)
}
