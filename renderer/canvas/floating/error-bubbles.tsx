import { X } from 'lucide-react'
import { useState } from 'react'
import { Button } from 'react-aria-components'
import { useStore } from 'zustand'
import { isFile } from '../../../graph/widgets/file.ts'
import type { RunError } from '../../../runtime/contract/run-event.ts'
import { IconButton } from '../../look/controls.tsx'
import { buttons } from '../../look/styles.ts'
import { useRunView, useStudio } from '../../studio/use-studio.ts'
import type { CanvasStore } from '../canvas-state.ts'
import type { CardNode } from '../cards/card-node.ts'
import type { Mounted } from '../mount.ts'
import css from './error-bubbles.module.css'
import { underCard } from './under-card.ts'

/** The errors of the last run, each below its node. */
export function ErrorBubbles({ state, mounted }: { readonly state: CanvasStore; readonly mounted: Mounted }) {
  const view = useStore(state)
  const run = useRunView()
  const [dismissed, setDismissed] = useState<readonly RunError[]>([])
  if (!run || view.scale < 0.25) return null
  return run.errors
    .filter(error => !dismissed.includes(error))
    .flatMap(error => {
      const card = error.node === null ? undefined : mounted.graph.cards.get(error.node)
      if (!card) return []
      return (
        <div
          key={`${error.node} ${error.message}`}
          className={css.bubble}
          role="alert"
          style={underCard(card, view, 340)}
        >
          <p>{error.message}</p>
          <NextStep error={error} card={card} />
          <IconButton
            icon={X}
            label="Dismiss"
            className={css.dismiss}
            onPress={() => setDismissed([...dismissed, error])}
          />
        </div>
      )
    })
}

/** A button for the next step, where there is one. */
function NextStep({ error, card }: { readonly error: RunError; readonly card: CardNode }) {
  const { canvas, layout } = useStudio()
  const input = error.input
  const port = input === null ? undefined : card.spec?.inputs[input]
  if (input !== null && port && isFile(port))
    return (
      <Button className={buttons.link} onPress={() => canvas.current?.edit(card.id, input)}>
        Choose another file
      </Button>
    )
  if (error.code === 'engine-stopped')
    return (
      <Button className={buttons.link} onPress={() => layout.open({ kind: 'settings', section: 'device' })}>
        Change the device
      </Button>
    )
  return null
}
