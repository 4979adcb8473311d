import { loadNodes, openSessions } from '../runtime/engine-process/built-in.ts'
import { serveEngine } from '../runtime/engine-process/serve.ts'

/** The engine process on the desktop, forked by `engine.ts`. It ends with the program. */
const port = process.parentPort

serveEngine(
  {
    send: message => port.postMessage(message),
    onMessage: listener => void port.on('message', ({ data }) => listener(data)),
  },
  { loadNodes, openSessions },
)
