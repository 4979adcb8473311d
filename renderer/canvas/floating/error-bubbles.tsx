import { X } from 'lucide-react'
import { type CSSProperties, useState } from 'react'
import { Button } from 'react-aria-components'
import { useStore } from 'zustand'
import { isFile } from '../../../graph/widgets/file.ts'
import type { RunError } from '../../../runtime/contract/run-event.ts'
import { IconButton } from '../../look/controls.tsx'
import { buttons } from '../../look/styles.ts'
import { useRunView, useStudio } from '../../studio/use-studio.ts'
import type { CardNode } from '../cards/card-node.ts'
import { useCanvas } from '../use-canvas.ts'
import { besideCard } from './beside-card.ts'
import css from './error-bubbles.module.css'
import { errorsByNode } from './errors-by-node.ts'

/** The errors of the last run: each beside its node, and those of no node at the top of the canvas. */
export function ErrorBubbles() {
  const { state, mounted } = useCanvas()
  const view = useStore(state)
  const run = useRunView()
  const [dismissed, setDismissed] = useState<readonly RunError[]>([])
  if (!run) return null
  const bubbles = errorsByNode(run.errors.filter(error => !dismissed.includes(error))).map(({ node, errors }) => ({
    node,
    errors,
    card: node === null ? undefined : mounted.graph.cards.get(node),
    dismiss: () => setDismissed([...dismissed, ...run.errors.filter(error => error.node === node)]),
  }))
  const isReadable = view.scale >= 0.25
  return (
    <>
      {bubbles.map(({ node, errors, card, dismiss }) =>
        card && isReadable ? (
          <Bubble
            key={node}
            errors={errors}
            card={card}
            dismiss={dismiss}
            style={besideCard(card, view, [340, 110], mounted.graph.cards.values())}
          />
        ) : null,
      )}
      <div className={css.atTop}>
        {bubbles.map(({ node, errors, card, dismiss }) =>
          card ? null : <Bubble key={node} errors={errors} dismiss={dismiss} />,
        )}
      </div>
    </>
  )
}

interface BubbleProps {
  readonly errors: readonly RunError[]
  readonly card?: CardNode | undefined
  readonly style?: CSSProperties
  dismiss(): void
}

const Bubble = ({ errors, card, style, dismiss }: BubbleProps) => (
  <div className={css.bubble} role="alert" style={style}>
    {errors.length > 1 && <b>{errors.length} errors</b>}
    {errors.map(error => (
      <div key={error.message} className={css.error}>
        <p>{error.message}</p>
        <NextStep error={error} card={card} />
      </div>
    ))}
    <IconButton icon={X} label="Dismiss" className={css.dismiss} onPress={dismiss} />
  </div>
)

/** Buttons for the next step, where there is one. */
function NextStep({ error, card }: { readonly error: RunError } & Pick<BubbleProps, 'card'>) {
  const { canvas, layout } = useStudio()
  const run = useRunView()
  const input = error.input
  const port = input === null ? undefined : card?.spec?.inputs[input]
  if (input !== null && card && port && isFile(port))
    return (
      <Button className={buttons.link} onPress={() => canvas.current?.edit(card.id, input)}>
        Choose another file
      </Button>
    )
  // What was refused before anything ran is not in the log.
  if (error.node !== null && run?.nodes[error.node] === undefined) return null
  return (
    <>
      {error.code === 'engine-stopped' && (
        <Button className={buttons.link} onPress={() => layout.open({ kind: 'settings', section: 'device' })}>
          Change the device
        </Button>
      )}
      <Button className={buttons.link} onPress={() => layout.showSide('log')}>
        Show the log
      </Button>
    </>
  )
}
