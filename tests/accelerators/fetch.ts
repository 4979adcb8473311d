import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { addPack } from '../../runtime/accelerators/packs.ts'
import { fetchedInto } from './fetched.ts'

/**
 * `npm run accelerator -- openvino` or `webgpu`: fetches the wheel with the package client that this machine has and installs it for the
 * tests. `node server/main.ts accelerator add` installs it for a person.
 */
const packages: Readonly<Record<string, readonly [name: string, version: string]>> = {
  openvino: ['openvino', '2026.4.0'],
  webgpu: ['onnxruntime_ep_webgpu', '0.4.0'],
}
const clients = [
  ['pip', []],
  ['pip3', []],
  ['python3', ['-m', 'pip']],
  ['python', ['-m', 'pip']],
] as const

const wanted = packages[process.argv[2] ?? '']
if (!wanted) {
  console.error(`expected: npm run accelerator -- ${Object.keys(packages).join(' or ')}`)
  process.exit(2)
}
const [name, version] = wanted
const folder = join(fetchedInto, 'wheels', name)
mkdirSync(folder, { recursive: true })
const isThere = () => readdirSync(folder).some(file => file.startsWith(`${name}-${version}-`))
const download = ['download', '--no-deps', '--only-binary=:all:', '--dest', folder, `${name}==${version}`]
for (const [client, first] of clients) {
  if (isThere()) break
  spawnSync(client, [...first, ...download], { stdio: ['ignore', 'inherit', 'inherit'] })
}
if (isThere()) {
  const { pack } = await addPack(fetchedInto, folder)
  console.log(`installed in ${pack.folder}`)
} else {
  console.error(`${name} ${version} could not be had: no package client of this machine (pip) downloaded it`)
  process.exit(1)
}
