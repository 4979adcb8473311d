import { Sessions } from '../../engine/runtime/sessions.ts'
import { loadNodes } from '../../nodes/registry.ts'
import type { EngineSettings } from './messages.ts'
import type { OpenSessions } from './workload.ts'

/** The workload of the product: every node there is, and ONNX Runtime. */
export { loadNodes }

export async function openSessions({ device, threads, memoryBudget }: EngineSettings): Promise<OpenSessions> {
  const sessions = new Sessions({ device, threads, memoryBudget })
  return { sessions, device: sessions.device }
}
