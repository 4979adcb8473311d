import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { addPack } from '../../runtime/accelerators/packs.ts'
import { fetchedInto } from './fetched.ts'

/**
 * `npm run accelerator -- openvino`: fetches the wheel with the package client that this machine has and installs it for the
 * tests. `node server/main.ts accelerator add` installs it for a person.
 */
const VERSION = '2026.4.0'
const clients = [
  ['pip', []],
  ['pip3', []],
  ['python3', ['-m', 'pip']],
  ['python', ['-m', 'pip']],
] as const

if (process.argv[2] !== 'openvino') {
  console.error('expected: npm run accelerator -- openvino')
  process.exit(2)
}
const folder = join(fetchedInto, 'wheels')
mkdirSync(folder, { recursive: true })
const isThere = () => readdirSync(folder).some(name => name.startsWith(`openvino-${VERSION}-`))
const download = ['download', '--no-deps', '--only-binary=:all:', '--dest', folder, `openvino==${VERSION}`]
for (const [client, first] of clients) {
  if (isThere()) break
  spawnSync(client, [...first, ...download], { stdio: ['ignore', 'inherit', 'inherit'] })
}
if (isThere()) {
  const { pack } = await addPack(fetchedInto, folder)
  console.log(`installed in ${pack.folder}`)
} else {
  console.error(`openvino ${VERSION} could not be had: no package client of this machine (pip) downloaded it`)
  process.exit(1)
}
