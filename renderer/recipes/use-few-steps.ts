import { useEffect } from 'react'
import { useStore } from 'zustand'
import { useActive, useStudio } from '../studio/use-studio.ts'
import { type FewSteps, fewStepsOf } from './few-steps.ts'

const nothing: FewSteps = { files: [], contradictions: [] }

/** The few-step files of the document, and the settings that contradict them. */
export function useFewSteps(): FewSteps {
  const fewSteps = fewStepsOf(useStudio())
  const present = useActive(({ present }) => present)
  const known = useStore(fewSteps.store)
  useEffect(() => {
    if (present) fewSteps.askFor(present, known)
  }, [fewSteps, present, known])
  return present ? fewSteps.of(present, known) : nothing
}
