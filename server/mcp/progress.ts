import type { ServerNotification } from '@modelcontextprotocol/sdk/types.js'
import type { RunEvent } from '../../runtime/contract/run-event.ts'

/**
 * Reports how far a run is, in nodes: a sampler after half of its steps counts a half.
 *
 * @param token  what the client asked to be notified with; undefined: it did not ask
 */
export function createProgress(
  token: string | number | undefined,
  send: (notification: ServerNotification) => Promise<void>,
): (event: RunEvent) => void {
  let [total, done, furthest] = [0, 0, 0]
  let title = ''
  const report = (progress: number) => {
    // The protocol wants every number to be greater than the one before.
    if (token === undefined || progress <= furthest) return
    furthest = progress
    const params = { progressToken: token, progress, message: title, ...(progress <= total && { total }) }
    void send({ method: 'notifications/progress', params }).catch(() => {})
  }
  return event => {
    if (event.kind === 'run-start') total = event.nodes
    if (event.kind === 'node-start') title = event.title
    if (event.kind === 'progress') report(done + event.step / Math.max(1, event.of))
    if (event.kind === 'cached') report((done += event.nodes.length))
    if (event.kind === 'node-done') report(++done)
  }
}
