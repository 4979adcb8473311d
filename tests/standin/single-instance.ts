import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'

/**
 * The single-instance lock is a socket in the user's folder: whoever finds a listener there hands it its command line.
 *
 * @returns whether this process holds the lock now
 */
export function claimLock(userFolder: string, onSecond: (argv: readonly string[], folder: string) => void): boolean {
  mkdirSync(userFolder, { recursive: true })
  const socket = join(userFolder, 'lock.sock')
  if (existsSync(socket) && handOver(socket, process.argv)) return false
  rmSync(socket, { force: true })
  const server = createServer(connection => {
    let text = ''
    connection.on('data', data => {
      text += data
    })
    connection.on('end', () => {
      const { argv, folder } = JSON.parse(text)
      onSecond(argv, folder)
    })
  })
  server.listen(socket).unref()
  return true
}

const sender = `
  const socket = require('node:net').connect(process.argv[1], () => socket.end(process.argv[2]))
  socket.on('error', () => process.exit(1))`

/** Asking for the lock answers at once, so another process does the waiting. @returns whether somebody listened */
function handOver(socket: string, argv: readonly string[]): boolean {
  try {
    execFileSync(process.execPath, ['-e', sender, socket, JSON.stringify({ argv, folder: process.cwd() })], {
      timeout: 3000,
      stdio: 'ignore',
    })
    return true
  } catch {
    return false
  }
}
