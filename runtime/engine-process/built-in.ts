import { Sessions } from '../../engine/runtime/sessions.ts'
import type { Workload } from './workload.ts'

/** The workload of the product: all nodes, and ONNX Runtime. */
export { loadNodes } from '../../nodes/registry.ts'

export const openSessions: Workload['openSessions'] = async ({ device, threads, memoryBudget, openvino }, notice) =>
  new Sessions({
    notice,
    ...(device && { device }),
    ...(threads && { threads }),
    ...(memoryBudget && { memoryBudget }),
    ...(openvino && { openvino }),
  })
