import { ChevronRight } from 'lucide-react'
import { Button, Disclosure, DisclosurePanel, Heading } from 'react-aria-components'
import { loadsTrialModel, trialModel } from '../../graph/trial-model.ts'
import { buttons, texts } from '../look/styles.ts'
import type { NodeView } from '../studio/studio.ts'
import { useStudio } from '../studio/use-studio.ts'
import css from './trial-view.module.css'

/** What the small model for trying out is, everything that it can draw, and the way to a real one. */
function AboutTrialModel() {
  const { layout } = useStudio()
  const { title, things, size } = trialModel
  return (
    <section className={css.about} aria-label={title}>
      <p>
        <b>{title}</b> knows {things.length} things and draws them at {size}×{size}.
      </p>
      <Disclosure className={css.words}>
        <Heading level={3}>
          <Button slot="trigger" className={buttons.link}>
            <ChevronRight /> Everything that it can draw
          </Button>
        </Heading>
        <DisclosurePanel>
          <p className={texts.faint}>{things.join(', ')}.</p>
          <p className={texts.faint}>
            Also backgrounds (on a blue background), styles (photo, 3d render, flat drawing) and sizes (small, big).
          </p>
        </DisclosurePanel>
      </Disclosure>
      <Button onPress={() => layout.open({ kind: 'real-models' })}>Get a real model…</Button>
    </section>
  )
}

/** Wherever the small model for trying out is named: what it is. */
export const trialView: NodeView = {
  name: 'trial',
  BelowWidgets: ({ node }) => loadsTrialModel(node) && <AboutTrialModel />,
  ModelDetails: ({ model }) => model.builtIn && model.name === trialModel.file && <AboutTrialModel />,
}
