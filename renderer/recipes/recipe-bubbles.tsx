import { TriangleAlert, X } from 'lucide-react'
import { useLayoutEffect, useRef, useState } from 'react'
import { Button } from 'react-aria-components'
import { useStore } from 'zustand'
import type { Contradiction } from '../../graph/recipes/contradictions.ts'
import type { CanvasStore } from '../canvas/canvas-state.ts'
import { underCard } from '../canvas/floating/under-card.ts'
import type { Mounted } from '../canvas/mount.ts'
import { buttons, flow } from '../look/styles.ts'
import { useDocument, useRunView, useStudio } from '../studio/use-studio.ts'
import { mend } from './contradiction-note.tsx'
import type { FoundFile } from './few-steps.ts'
import { pushApart } from './push-apart.ts'
import css from './recipe-bubbles.module.css'
import { RecipeOffer } from './recipe-offer.tsx'
import { useFewSteps } from './use-few-steps.ts'

const width = 300

/**
 * Under a node that loads a few-step file: how it wants to be run. Under a node that is set otherwise: what, and the fix.
 * Where one setting is all that differs, its fix is the offer.
 */
export function RecipeBubbles({ state, mounted }: { readonly state: CanvasStore; readonly mounted: Mounted }) {
  const view = useStore(state)
  const document = useDocument().id
  const failed = useRunView()?.errors.map(({ node }) => node) ?? []
  const { files, contradictions } = useFewSteps()
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(new Set())
  const host = useRef<HTMLDivElement>(null)
  const keyOf = ({ node, name, recipe }: FoundFile) => `${document} ${node.id} ${name} ${recipe?.id}`
  const keyOfWarning = ({ node, message }: Contradiction) => `${document} ${node} ${message}`
  const dismiss = (keys: readonly string[]) => setDismissed(new Set([...dismissed, ...keys]))
  const told = contradictions.filter(each => !dismissed.has(keyOfWarning(each)))
  const offered = files.filter(
    file =>
      file.stages.length > 0 &&
      (file.differs || !file.recipe) &&
      contradictions.filter(each => each.file === file.node.id).length !== 1 &&
      !dismissed.has(keyOf(file)),
  )
  const nodes = new Set([...offered, ...told].map(({ node }) => String(typeof node === 'object' ? node.id : node)))
  useLayoutEffect(() => pushApart(host.current?.querySelectorAll<HTMLElement>(':scope > div') ?? []))
  if (view.scale < 0.35) return null
  const bubbles = [...nodes].map(id => {
    const card = mounted.graph.cards.get(id)
    if (!card || failed.includes(id)) return null
    const offer = offered.find(({ node }) => String(node.id) === id)
    const wrong = told.filter(({ node }) => String(node) === id)
    return (
      <div key={id} className={css.bubbles} style={{ ...underCard(card, view, width), width }}>
        {wrong.length > 0 && (
          <Warning contradictions={wrong} title={card.title} onDismiss={() => dismiss(wrong.map(keyOfWarning))} />
        )}
        {offer && <Offer file={offer} onDismiss={() => dismiss([keyOf(offer)])} />}
      </div>
    )
  })
  return <div ref={host}>{bubbles}</div>
}

function Offer({ file, onDismiss }: { readonly file: FoundFile; onDismiss(): void }) {
  return (
    <section className={css.bubble} aria-label={`How ${file.name} wants to be run`}>
      <RecipeOffer key={file.recipe?.id} file={file} />
      <Button className={`${buttons.icon} ${css.dismiss}`} aria-label="Not now" onPress={onDismiss}>
        <X />
      </Button>
    </section>
  )
}

/** The weightiest as a sentence, each one as a chip that mends it. */
function Warning({
  contradictions,
  title,
  onDismiss,
}: {
  readonly contradictions: readonly Contradiction[]
  readonly title: string
  onDismiss(): void
}) {
  const studio = useStudio()
  const document = useDocument()
  return (
    <section
      className={`${css.bubble} ${css.warn}`}
      aria-label={`Settings of ${title} that its few-step file was not made for`}
    >
      <p>
        <TriangleAlert /> {contradictions[0]!.message}
      </p>
      <div className={flow.chips}>
        {contradictions.map(each => (
          <Button
            key={each.about}
            className={`${buttons.chip} ${css.contradiction}`}
            aria-label={`${each.brief}. ${each.fix?.title ?? 'Choose another file'}. ${each.message}`}
            onPress={() => mend(studio, document, each)}
          >
            {each.brief}
          </Button>
        ))}
      </div>
      <Button className={`${buttons.icon} ${css.dismiss}`} aria-label="Dismiss" onPress={onDismiss}>
        <X />
      </Button>
    </section>
  )
}
