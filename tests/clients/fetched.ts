import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

export const clients = {
  '@saintno/comfyui-sdk': '0.3.1',
  '@stable-canvas/comfyui-client': '1.5.9',
  'comfy-ui-client': '0.1.2',
} as const

/** The folder that `npm run clients` installs into. */
export const fetchedInto = fileURLToPath(new URL('../../.cache/clients', import.meta.url))
const modules = join(fetchedInto, 'node_modules')

export const areFetched = Object.keys(clients).every(name => existsSync(join(modules, name)))
if (!areFetched) console.warn("ComfyUI's clients are not tested here: `npm run clients` has not fetched them")

/** @param file  the module of the package */
// biome-ignore lint/suspicious/noExplicitAny: a package that is not installed has no types.
export const clientModule = (name: keyof typeof clients, file: string): Promise<any> =>
  import(pathToFileURL(join(modules, name, file)).href)

/** ComfyUI's own page, as PyPI has it. Its licence is the GPL: tests fetch and run it, nothing of it is part of the project. */
export const frontEnd = { name: 'comfyui-frontend-package', version: '1.58.1' } as const
export const frontEndInto = join(fetchedInto, 'front-end')
export const frontEndPage = join(frontEndInto, 'comfyui_frontend_package/static')
