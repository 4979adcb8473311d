import { EventEmitter } from 'node:events'
import { pathToFileURL } from 'node:url'

/** What `utilityProcess.fork` runs: gives the entry its `process.parentPort`, then runs it. */
const [node, , entry, ...args] = process.argv
process.argv = [node!, entry!, ...args]

const early: unknown[] = []
const parentPort = Object.assign(new EventEmitter(), { postMessage: (message: unknown) => process.send?.(message) })
const deliver = (data: unknown) => parentPort.emit('message', { data, ports: [] })
process.on('message', data => {
  if (parentPort.listenerCount('message') > 0) deliver(data)
  else early.push(data)
})
// Messages wait until somebody listens.
parentPort.on('newListener', name => {
  if (name === 'message') setImmediate(() => early.splice(0).forEach(deliver))
})
process.on('disconnect', () => process.exit(0))
Object.assign(process, { parentPort })

await import(pathToFileURL(entry!).href)
