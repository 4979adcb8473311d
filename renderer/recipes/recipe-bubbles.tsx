import { TriangleAlert, X } from 'lucide-react'
import { useLayoutEffect, useRef } from 'react'
import { Button } from 'react-aria-components'
import { useStore } from 'zustand'
import type { Contradiction } from '../../graph/recipes/contradictions.ts'
import { besideCard } from '../canvas/floating/beside-card.ts'
import { useCanvas } from '../canvas/use-canvas.ts'
import { IconButton } from '../look/controls.tsx'
import { buttons, flow } from '../look/styles.ts'
import { useDocument, useRunView, useStudio } from '../studio/use-studio.ts'
import { bubblesOf, offerKey, pushApart, warningKey } from './bubbles.ts'
import { mend } from './contradiction-note.tsx'
import { type FoundFile, fewStepsOf } from './few-steps.ts'
import css from './recipe-bubbles.module.css'
import { RecipeOffer } from './recipe-offer.tsx'
import { useFewSteps } from './use-few-steps.ts'

const width = 300

/** Beside a node that loads a few-step file: its settings. Beside a node that contradicts them: what is wrong, and the fix. */
export function RecipeBubbles() {
  const { state, mounted } = useCanvas()
  const view = useStore(state)
  const { id } = useDocument()
  const failed = useRunView()?.errors.map(({ node }) => node) ?? []
  const { dismissed, dismiss } = fewStepsOf(useStudio())
  const bubbles = bubblesOf(id, useFewSteps(), useStore(dismissed))
  const host = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => separate([...(host.current?.querySelectorAll<HTMLElement>(':scope > div') ?? [])]))
  if (view.scale < 0.35) return null
  return (
    <div ref={host}>
      {bubbles.map(({ node, offer, warnings }) => {
        const card = mounted.graph.cards.get(node)
        if (!card || failed.includes(node)) return null
        return (
          <div
            key={node}
            className={css.bubbles}
            style={{ ...besideCard(card, view, [width, offer ? 180 : 110], mounted.graph.cards.values()), width }}
          >
            {warnings.length > 0 && (
              <Warning
                contradictions={warnings}
                title={card.title}
                onDismiss={() => dismiss(warnings.map(each => warningKey(id, each)))}
              />
            )}
            {offer && <Offer file={offer} onDismiss={() => dismiss([offerKey(id, offer)])} />}
          </div>
        )
      })}
    </div>
  )
}

/** Moves elements down until no two of them overlap. */
function separate(elements: readonly HTMLElement[]): void {
  for (const element of elements) element.style.translate = ''
  const moves = pushApart(elements.map(element => element.getBoundingClientRect()))
  for (const [i, element] of elements.entries()) if (moves[i] !== 0) element.style.translate = `0 ${moves[i]}px`
}

function Offer({ file, onDismiss }: { readonly file: FoundFile; onDismiss(): void }) {
  return (
    <section className={css.bubble} aria-label={`Settings for ${file.name}`}>
      <RecipeOffer key={file.recipe?.id} file={file} />
      <IconButton icon={X} label="Not now" className={css.dismiss} onPress={onDismiss} />
    </section>
  )
}

interface WarningProps {
  readonly contradictions: readonly Contradiction[]
  readonly title: string
  onDismiss(): void
}

/** The most important one as a sentence, and each as a chip that fixes it. */
function Warning({ contradictions, title, onDismiss }: WarningProps) {
  const studio = useStudio()
  const document = useDocument()
  return (
    <section
      className={`${css.bubble} ${css.warn}`}
      aria-label={`Settings of ${title} that a model file is not made for`}
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
      <IconButton icon={X} label="Dismiss" className={css.dismiss} onPress={onDismiss} />
    </section>
  )
}
