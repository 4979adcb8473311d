import { RangeInputError } from '../../errors.ts'
import { parseLoraTags, unreadTags } from '../../lora/tags.ts'
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
 * @param notice  told what looks like a change of the text and is not read as one
 * @throws as `checkSchedules`
 */
export function textsOf(prompt: PromptText, notice: (message: string) => void): readonly TextDuring[] {
  const given: Readonly<Record<string, string>> = typeof prompt === 'string' ? { all: prompt } : { ...prompt }
  const edited = Object.entries(given).map(([name, text]) => ({ name, text, ...parseEditing(text) }))
  for (const { text } of edited) checkSchedules(text)
  const moments = edited.flatMap(each => each.moments)
  for (const unread of edited.flatMap(each => each.unread))
    notice(
      `${unread} in the prompt is not read as a change of the text, and its words stay: write [from:to:0.5] for half of the steps, [from:to:3] for 3 steps`,
    )
  if (moments.length === 0) return [{ text: prompt }]
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

/** @throws RangeInputError when a text or a LoRA of a prompt changes at a share of the steps that is not between 0 and 1 */
export function checkSchedules(prompt: string): void {
  for (const moment of parseEditing(prompt).moments) checkMoment(moment)
  const curve = unreadTags(parseLoraTags(prompt).text).find(tag => tag.includes('@'))
  if (curve === undefined) return
  throw new RangeInputError(
    `${curve} in the prompt: write strengths at shares of the steps, from 0 to 1 and in their order, as in <lora:NAME:0.5@0,0@0.5>.`,
  )
}

function checkMoment({ unit, value }: Moment): void {
  if (value >= 0 && (unit === 'steps' || value <= 1)) return
  const hint = value > 1 ? `; write ${Math.round(value)} without a point for a number of steps` : ''
  throw new RangeInputError(
    `[from:to:${value}] in the prompt: the text can change after a share of the steps from 0 to 1, or after a number of steps${hint}.`,
  )
}
