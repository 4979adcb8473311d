import { X } from 'lucide-react'
import { type CSSProperties, useState } from 'react'
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

/** The errors of the last run: each below its node, and those of no node at the top of the canvas. */
export function ErrorBubbles({ state, mounted }: { readonly state: CanvasStore; readonly mounted: Mounted }) {
  const view = useStore(state)
  const run = useRunView()
  const [dismissed, setDismissed] = useState<readonly RunError[]>([])
  if (!run) return null
  const bubbles = run.errors
    .filter(error => !dismissed.includes(error))
    .map(error => ({
      error,
      card: error.node === null ? undefined : mounted.graph.cards.get(error.node),
      dismiss: () => setDismissed([...dismissed, error]),
    }))
  const isReadable = view.scale >= 0.25
  return (
    <>
      {bubbles.map(({ error, card, dismiss }) =>
        card && isReadable ? (
          <Bubble key={keyOf(error)} error={error} card={card} dismiss={dismiss} style={underCard(card, view, 340)} />
        ) : null,
      )}
      <div className={css.atTop}>
        {bubbles.map(({ error, card, dismiss }) =>
          card ? null : <Bubble key={keyOf(error)} error={error} dismiss={dismiss} />,
        )}
      </div>
    </>
  )
}

const keyOf = ({ node, message }: RunError): string => `${node} ${message}`

interface BubbleProps {
  readonly error: RunError
  readonly card?: CardNode | undefined
  readonly style?: CSSProperties
  dismiss(): void
}

const Bubble = ({ error, card, style, dismiss }: BubbleProps) => (
  <div className={css.bubble} role="alert" style={style}>
    <p>{error.message}</p>
    <NextStep error={error} card={card} />
    <IconButton icon={X} label="Dismiss" className={css.dismiss} onPress={dismiss} />
  </div>
)

/** A button for the next step, where there is one. */
function NextStep({ error, card }: Pick<BubbleProps, 'error' | 'card'>) {
  const { canvas, layout } = useStudio()
  const input = error.input
  const port = input === null ? undefined : card?.spec?.inputs[input]
  if (input !== null && card && port && isFile(port))
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
