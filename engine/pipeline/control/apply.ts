import { promptsInWords } from '../../checkpoint/family.ts'
import { CheckpointError } from '../../errors.ts'
import { openFile } from '../../recognise/open-file.ts'
import type { Conditioning, ControlUse, EncodedPrompt } from '../types.ts'
import { contextWidthOf } from './shape.ts'

/**
 * Adds a ControlNet with its reference image to prompts. At strength 0 the prompts stay unchanged.
 *
 * @param alsoNegative  negative prompts without ControlNets use it too (prompt-pairs.ts)
 * @throws CheckpointError when a prompt was encoded for another family than the ControlNet's
 */
export async function applyControl(
  prompts: Conditioning,
  use: ControlUse,
  { alsoNegative }: { readonly alsoNegative: boolean },
): Promise<Conditioning> {
  if (use.strength === 0) return prompts
  await checkPromptWidths(prompts, use)
  return prompts.map(prompt => ({
    ...prompt,
    controls: [...(prompt.controls ?? []), use],
    controlsNegative: alsoNegative,
  }))
}

async function checkPromptWidths(prompts: readonly EncodedPrompt[], { control: { file } }: ControlUse): Promise<void> {
  const wanted = contextWidthOf((await openFile(file)).header)
  const got = prompts.map(({ embedding }) => embedding.dims.at(-1)!).find(width => width !== wanted)
  if (wanted === undefined || got === undefined) return
  throw new CheckpointError(
    'wrong-family',
    file.path,
    `${file.name} was made for ${promptsInWords(wanted)}, and the prompt was encoded for ${promptsInWords(got)}: choose a ControlNet for the checkpoint's family`,
  )
}
