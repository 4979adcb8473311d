import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** What the main and engine processes import; the page's libraries are in its bundle. */
const libraries = ['immer', 'koffi', 'onnx-proto', 'onnxruntime-node', 'sharp', 'yaml', 'zod']

export interface Target {
  readonly platform: string
  readonly arch: string
}

/** All packages that a package depends on, directly or indirectly, as folders below node_modules. */
function runtimePackages({ platform, arch }: Target): ReadonlySet<string> {
  const found = new Set<string>()
  const add = (name: string, from: string) => {
    const folder = resolveFrom(name, from)
    if (folder === null || found.has(folder)) return
    found.add(folder)
    const { dependencies = {}, optionalDependencies = {} } = JSON.parse(
      readFileSync(join(root, folder, 'package.json'), 'utf8'),
    ) as { dependencies?: Record<string, string>; optionalDependencies?: Record<string, string> }
    for (const each of Object.keys(dependencies)) if (!forInstallation.has(each)) add(each, folder)
    // Native parts are optional packages, one for each platform.
    for (const each of Object.keys(optionalDependencies)) if (each.includes(`${platform}-${arch}`)) add(each, folder)
  }
  for (const name of libraries) add(name, '')
  return found
}

/** Files of onnxruntime-node that download CUDA libraries on request. */
const forInstallation = new Set(['adm-zip', 'global-agent', 'tar'])

/** Resolves as Node does: beside the requesting package, then upwards. */
function resolveFrom(name: string, from: string): string | null {
  for (let at = from; ; at = dirname(at)) {
    const folder = join(at === '.' ? '' : at, 'node_modules', name)
    if (existsSync(join(root, folder, 'package.json'))) return folder
    if (at === '' || at === '.') return null
  }
}

/** Whether a file or folder of the project (with a leading `/`) belongs in the package. */
export function belongs(target: Target): (path: string) => boolean {
  const packages = [...runtimePackages(target)].map(folder => `/${folder}`)
  return path => {
    if (path === '' || path === '/package.json' || path === '/.vite' || /^\/\.vite\/(app|renderer)(\/|$)/.test(path))
      return true
    if (packages.some(folder => folder.startsWith(`${path}/`))) return true
    const owner = packages.filter(folder => path === folder || path.startsWith(`${folder}/`)).at(-1)
    if (owner === undefined || path.slice(owner.length).includes('/node_modules/'))
      return owner !== undefined && packages.includes(path)
    return isNeeded(owner, path.slice(owner.length), target)
  }
}

/** Leaves out source maps, types and sources of packages, and ONNX Runtime's libraries for other platforms. */
function isNeeded(owner: string, inside: string, { platform, arch }: Target): boolean {
  if (/\.(map|d\.ts|d\.cts|d\.mts|md|markdown|ts)$/i.test(inside) && !/licen[cs]e/i.test(inside)) return false
  if (!owner.endsWith('/onnxruntime-node')) return true
  if (/^\/(script|lib)(\/|$)/.test(inside)) return false
  const binary = /^\/bin\/napi-v6\/([^/]+)(?:\/([^/]+))?/.exec(inside)
  return !binary || (binary[1] === platform && (binary[2] === undefined || binary[2] === arch))
}

/** The licences of everything in the package, in one text. */
export function licences(target: Target): string {
  const bundled = ['react', 'react-dom', 'react-aria-components', 'zustand', 'lucide-react', 'litegraph.js']
  const fonts = ['@fontsource-variable/inter', '@fontsource-variable/jetbrains-mono']
  const folders = [...runtimePackages(target), ...[...bundled, ...fonts].map(name => `node_modules/${name}`)]
  const parts = folders.toSorted().map(folder => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
    const file = readdirSync(join(root, folder)).find(each => /^(licen[cs]e|copying)/i.test(each))
    const text = file ? readFileSync(join(root, folder, file), 'utf8').trim() : `Licence: ${license}`
    return `${name} ${version} (${license})\n\n${text}`
  })
  return `Leapgraph contains the following third-party software.\n\n${parts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`
}
