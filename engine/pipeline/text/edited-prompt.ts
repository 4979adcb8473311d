import { RangeInputError } from '../../errors.ts'
import { parseLoraTags } from '../../lora/tags.ts'
import { type During, editStates, type Moment, parseEditing } from '../../text/prompt-editing.ts'

/** One text for all encoders, or one for each of SDXL's two. */
export type PromptText = string | { readonly clipL: string; readonly clipG: string }

/** What a prompt says during a part of the sampling; absent: always. */
export interface TextDuring {
  readonly text: PromptText
  readonly during?: During
}

/**
 * The texts of a prompt with `[from:to:when]`, each with the part of the sampling where it counts. A LoRA that a tag names
 * counts all the time, wherever the tag is, as in the web UI.
 *
 * @throws RangeInputError when a share of the steps is not between 0 and 1
 */
export function textsOf(prompt: PromptText): readonly TextDuring[] {
  const given: Readonly<Record<string, string>> = typeof prompt === 'string' ? { all: prompt } : { ...prompt }
  const edited = Object.entries(given).map(([name, text]) => ({ name, text, ...parseEditing(text) }))
  const moments = edited.flatMap(each => each.moments)
  if (moments.length === 0) return [{ text: prompt }]
  for (const moment of moments) checkMoment(moment)
  return editStates(moments).map(({ during, come }) => {
    const texts = Object.fromEntries(
      edited.map(({ name, text, textAfter }) => {
        const now = textAfter(come)
        const tags = parseLoraTags(text).loras.filter(({ written }) => !now.includes(written))
        return [name, now + tags.map(({ written }) => written).join('')]
      }),
    )
    return { text: typeof prompt === 'string' ? texts.all! : (texts as Exclude<PromptText, string>), during }
  })
}

function checkMoment({ unit, value }: Moment): void {
  if (value >= 0 && (unit === 'steps' || value <= 1)) return
  const hint = value > 1 ? `; write ${Math.round(value)} without a point for a number of steps` : ''
  throw new RangeInputError(
    `[from:to:${value}] in the prompt: the text can change after a share of the steps from 0 to 1, or after a number of steps${hint}.`,
  )
}
