// The single-instance lock: a socket in the user's folder. Whoever cannot listen on it hands its arguments to who does.
const fs = require('node:fs')
const net = require('node:net')
const path = require('node:path')
const { execFileSync } = require('node:child_process')

let server = null

/** Sends the arguments to the holder of the lock, if there is one; in a process of its own, since this must not wait. */
function handOver(socket, argv) {
  if (!fs.existsSync(socket)) return false
  const script = `const s=require('net').connect(process.argv[1],()=>s.end(process.argv[2]));s.on('error',()=>process.exit(1))`
  try {
    execFileSync(process.execPath, ['-e', script, socket, JSON.stringify(argv)], { timeout: 3000, stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

exports.claim = app => {
  const folder = app.getPath('userData')
  fs.mkdirSync(folder, { recursive: true })
  const socket = path.join(folder, 'lock.sock')
  if (handOver(socket, process.argv)) return false
  fs.rmSync(socket, { force: true })
  server = net.createServer(connection => {
    let text = ''
    connection.on('data', data => (text += data))
    connection.on('end', () => app.emit('second-instance', {}, JSON.parse(text), process.cwd(), null))
  })
  server.listen(socket)
  server.unref()
  exports.held = true
  return true
}
exports.held = false
exports.release = () => server?.close()
