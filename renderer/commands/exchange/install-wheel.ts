import type { Accelerators } from '../../../runtime/contract/answers.ts'
import { bytesToBase64 } from '../../bridge/files.ts'
import type { Studio } from '../../studio/studio.ts'

/** Whether a dropped file is a Python package, such as OpenVINO's. */
export const isWheel = ({ name }: File): boolean => /\.whl$/i.test(name)

/** Installs an accelerator pack from a wheel and tests it, which takes a minute. */
export async function installWheel(studio: Studio, file: File): Promise<Accelerators> {
  const bytes = bytesToBase64(new Uint8Array(await file.arrayBuffer()))
  return studio.api.request('accelerators:add', { name: file.name, bytes })
}
