import type { Box } from '../../tensor/cut.ts'
import type { PlacedPrompt } from './prompt-place.ts'

/**
 * Adds a counterpart for every prompt of the other side that counts only in an area, so that guidance compares the same area:
 * a copy of that prompt with the words of the smallest area that contains it (ComfyUI's create_cond_with_same_area_if_none).
 */
export function withCounterparts(
  prompts: readonly PlacedPrompt[],
  others: readonly PlacedPrompt[],
): readonly PlacedPrompt[] {
  const paired = [...prompts]
  for (const other of others) {
    const { area } = other
    if (!area) continue
    const smallest = smallestAround(area, paired)
    if (!smallest || (smallest.area && same(smallest.area, area))) continue
    const { embedding, pooled, sizes, inpaint, edited } = smallest.prompt
    const words = {
      embedding,
      ...(pooled && { pooled }),
      ...(sizes && { sizes }),
      ...(inpaint && { inpaint }),
      ...(edited && { edited }),
    }
    paired.push({ ...other, prompt: { ...other.prompt, ...words } })
  }
  return paired
}

/**
 * Apply ControlNet (OLD) sets only the positive prompt. Its ControlNets are also used for the negative prompts, in turn, unless
 * one of these has ControlNets already; only prompts for the whole picture count (ComfyUI's apply_empty_x_to_equal_area).
 */
export function withControlsOf(
  negative: readonly PlacedPrompt[],
  positive: readonly PlacedPrompt[],
): readonly PlacedPrompt[] {
  const given = positive.map(placed => (placed.prompt.controlsNegative ? placed : null))
  return withSettingOf(negative, given, 'controls')
}

/** The same for the boxes of GLIGEN: negative prompts have those of the positive ones. */
export const withGroundingOf = (negative: readonly PlacedPrompt[], positive: readonly PlacedPrompt[]) =>
  withSettingOf(negative, positive, 'grounded')

function withSettingOf(
  negative: readonly PlacedPrompt[],
  positive: readonly (PlacedPrompt | null)[],
  name: 'controls' | 'grounded',
): readonly PlacedPrompt[] {
  const whole = negative.filter(({ area }) => !area)
  if (whole.length === 0 || whole.some(({ prompt }) => prompt[name])) return negative
  const settings = positive.flatMap(placed => {
    const setting = placed && !placed.area ? placed.prompt[name] : undefined
    return setting ? [setting] : []
  })
  const settingOf = new Map(settings.map((setting, i) => [whole[i % whole.length]!, setting]))
  return negative.map(placed => {
    const setting = settingOf.get(placed)
    return setting ? { ...placed, prompt: { ...placed.prompt, [name]: setting } } : placed
  })
}

/** The smallest area that contains this one; the first prompt for the whole picture where there is none. */
function smallestAround(area: Box, prompts: readonly PlacedPrompt[]): PlacedPrompt | undefined {
  const size = ({ area }: PlacedPrompt) => (area ? area.height * area.width : Number.POSITIVE_INFINITY)
  return prompts
    .filter(prompt => !prompt.area || inside(area, prompt.area))
    .reduce<PlacedPrompt | undefined>(
      (smallest, prompt) => (smallest === undefined || size(prompt) < size(smallest) ? prompt : smallest),
      undefined,
    )
}

const inside = (a: Box, b: Box): boolean =>
  a.y >= b.y && a.x >= b.x && a.y + a.height <= b.y + b.height && a.x + a.width <= b.x + b.width
const same = (a: Box, b: Box): boolean => a.y === b.y && a.x === b.x && a.height === b.height && a.width === b.width
