import { useMemo } from 'react'
import { expandGrid } from '../../graph/compare/expand.ts'
import { WorkflowError } from '../../graph/errors.ts'
import { toPrompt } from '../../graph/prompt.ts'
import { useActive, useStudio } from '../studio/use-studio.ts'

/** What a grid would draw if it ran now. */
export interface GridCheck {
  /** `4 × 3`; empty where it cannot run. */
  readonly size: string
  readonly cells: number
  readonly error: { readonly input: string | undefined; readonly says: string } | null
}

export function useGridCheck(grid: string): GridCheck {
  const { specs } = useStudio()
  const present = useActive(({ present }) => present)
  return useMemo(() => {
    const nothing = { size: '', cells: 0, error: null }
    if (!present) return nothing
    try {
      const prompt = toPrompt(present, specs, { random: () => 0 })
      if (!prompt[grid]) return nothing
      const { axes, cells } = expandGrid(prompt, specs, grid).grid
      return {
        ...nothing,
        size: axes.map(({ values }) => values.length).join(' × '),
        cells: cells.length,
      }
    } catch (error) {
      if (!(error instanceof WorkflowError)) throw error
      // The note is beside the field, so it does not repeat the node and the input.
      const says = error.message.replace(/^.*?\(node \S+?\)(, input \w+)?: /, '')
      return { ...nothing, error: { input: error.place.input, says } }
    }
  }, [present, specs, grid])
}
