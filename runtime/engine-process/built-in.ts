import { Sessions } from '../../engine/runtime/sessions.ts'
import type { Workload } from './workload.ts'

/** The workload of the product: all nodes, and ONNX Runtime. */
export { loadNodes } from '../../nodes/registry.ts'

export const openSessions: Workload['openSessions'] = async (settings, notice) => {
  const { device, threads, precision, memoryBudget, packs } = settings
  return new Sessions({
    notice,
    // What the engine writes is in the log.
    onHeld: sentence => console.log(sentence),
    ...(device && { device }),
    ...(threads && { threads }),
    ...(precision && { precision }),
    ...(memoryBudget && { memoryBudget }),
    ...(packs && { packs }),
  })
}
