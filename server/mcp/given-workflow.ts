import { z } from 'zod'
import { type Runnable, readRunnable } from '../../runtime/read-runnable.ts'
import type { Engine } from '../cli/run/engine.ts'

/** A workflow as an agent gives it: never the path of a file, since the API reads none either. */
export const workflow = z
  .union([z.string().max(20_000_000), z.record(z.string(), z.unknown())])
  .describe("ComfyUI's JSON or API JSON, as an object or as text; as text, seeds above 2^53 keep all their digits")

/** @throws WorkflowError saying what was given instead of a workflow */
export async function readGiven(given: z.infer<typeof workflow>, { host, library }: Engine): Promise<Runnable> {
  const written = typeof given === 'string' ? given : JSON.stringify(given)
  return readRunnable(new TextEncoder().encode(written), (await host.facts()).specs, library)
}

/** The answer of a tool that is only text. */
export const text = (said: string) => ({ content: [{ type: 'text' as const, text: said }] })
