import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { storedZip } from './stored-zip.ts'

/** What Electron's zip for Linux holds, by name. */
const others = [
  'LICENSE',
  'LICENSES.chromium.html',
  'resources/default_app.asar',
  'chrome-sandbox',
  'locales/en-US.pak',
]
const script = '#!/usr/bin/env bash\necho "This is no Electron." >&2\nexit 1\n'
/** https://github.com/electron/fuses: sentinel, version, length, states. */
const wire = Buffer.concat([
  Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
  Buffer.from([1, 9]),
  Buffer.from('101100100'),
])

/**
 * A zip with the file names of a real Electron for Linux, whose program is a small shell script that carries a fuse
 * wire. With it everything about packaging but Electron itself can be tested where Electron cannot be downloaded.
 *
 * @returns the folder that ELECTRON_ZIP_DIR wants
 */
export function makeUpElectron(folder: string): string {
  const { version } = createRequire(import.meta.url)('electron/package.json') as { version: string }
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const program = Buffer.concat([Buffer.from(script), wire, Buffer.from('\n')])
  const zip = storedZip([
    { name: 'electron', bytes: program, mode: 0o755 },
    { name: 'version', bytes: Buffer.from(version), mode: 0o644 },
    ...others.map(name => ({ name, bytes: Buffer.alloc(0), mode: 0o644 })),
  ])
  writeFileSync(join(folder, `electron-v${version}-linux-x64.zip`), zip)
  return folder
}
