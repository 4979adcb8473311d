import { useEffect } from 'react'
import { useStore } from 'zustand'
import { useActive, useStudio } from '../studio/use-studio.ts'
import { type FewSteps, fewStepsOf } from './few-steps.ts'

const nothing: FewSteps = { files: [], contradictions: [], plain: new Map() }

/** The few-step files of the document, and the settings that contradict them. */
export function useFewSteps(): FewSteps {
  const studio = useStudio()
  const fewSteps = fewStepsOf(studio)
  const present = useActive(({ present }) => present)
  const known = useStore(fewSteps.store)
  // Renders again when a file was said to be a plain model.
  useStore(studio.settings, ({ plainModels }) => plainModels)
  useEffect(() => {
    if (present) fewSteps.askFor(present, known)
  }, [fewSteps, present, known])
  return present ? fewSteps.of(present, known) : nothing
}
