import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installedPacks } from '../../runtime/accelerators/packs.ts'

/** The user folder that `npm run accelerator -- openvino` installs into. */
export const fetchedInto = fileURLToPath(new URL('../../.cache/accelerators', import.meta.url))

const [pack] = await installedPacks(fetchedInto)
if (!pack) console.warn('OpenVINO is not tested here: `npm run accelerator -- openvino` has not installed it')

/** The fetched pack's libopenvino_c; undefined where it has not been fetched. */
export const fetchedLibrary = pack && join(pack.folder, pack.library)
