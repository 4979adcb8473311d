import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { PackDevice } from '../../engine/runtime/device.ts'
import { installedPacks } from '../../runtime/accelerators/packs.ts'

/** The user folder that `npm run accelerator` installs into. */
export const fetchedInto = fileURLToPath(new URL('../../.cache/accelerators', import.meta.url))

const packs = await installedPacks(fetchedInto)

/** The library of a pack that was fetched; undefined where it has not been, which is said. @param how  the argument that fetches it */
function fetchedFor(wanted: PackDevice, how: string): string | undefined {
  const pack = packs.find(({ device }) => device === wanted)
  if (!pack) console.warn(`${how} is not tested here: \`npm run accelerator -- ${how}\` has not installed it`)
  return pack && join(pack.folder, pack.library)
}

/** The fetched pack's libopenvino_c. */
export const fetchedLibrary = fetchedFor('openvino', 'openvino')
/** The fetched execution provider for WebGPU. */
export const fetchedProvider = fetchedFor('plugin', 'webgpu')
