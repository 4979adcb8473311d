import { TriangleAlert, X } from 'lucide-react'
import { useState } from 'react'
import { Button } from 'react-aria-components'
import { useStore } from 'zustand'
import type { Contradiction } from '../../graph/recipes/contradictions.ts'
import { mend } from '../panels/contradiction-note.tsx'
import { RecipeOffer } from '../panels/recipe-offer.tsx'
import type { FoundFile } from '../studio/few-steps.ts'
import { useFewSteps } from '../studio/use-few-steps.ts'
import { useActive, useRunView, useStudio } from '../studio/use-studio.ts'
import type { CanvasStore } from './canvas-state.ts'
import type { Mounted } from './mount.ts'

const width = 300

/** Under a node that loads a few-step file: how it wants to be run. Under a node that is set otherwise: what, and the fix. */
export function RecipeBubbles({ state, mounted }: { readonly state: CanvasStore; readonly mounted: Mounted }) {
  const { offset, scale } = useStore(state)
  const document = useActive(({ id }) => id)
  const failed = useRunView()?.errors.map(({ node }) => node) ?? []
  const { files, contradictions } = useFewSteps()
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(new Set())
  if (scale < 0.35) return null
  const keyOf = ({ node, name, recipe }: FoundFile) => `${document} ${node.id} ${name} ${recipe?.id}`
  const offered = files.filter(
    file => file.stages.length > 0 && (file.differs || !file.recipe) && !dismissed.has(keyOf(file)),
  )
  const nodes = new Set(
    [...offered, ...contradictions].map(({ node }) => String(typeof node === 'object' ? node.id : node)),
  )
  return [...nodes].map(id => {
    const card = mounted.graph.cards.get(id)
    if (!card || failed.includes(id)) return null
    const [x, y, , h] = card.bounds
    const place = { left: (x + offset[0]) * scale, top: (y + h + offset[1]) * scale + 8, width }
    const offer = offered.find(({ node }) => String(node.id) === id)
    const wrong = contradictions.filter(({ node }) => String(node) === id)
    return (
      <div key={id} className="recipe-bubbles" style={place}>
        {wrong.length > 0 && <Warning contradictions={wrong} title={card.title} />}
        {offer && <Offer file={offer} onDismiss={() => setDismissed(new Set([...dismissed, keyOf(offer)]))} />}
      </div>
    )
  })
}

function Offer({ file, onDismiss }: { readonly file: FoundFile; onDismiss(): void }) {
  return (
    <section className="recipe-bubble" aria-label={`How ${file.name} wants to be run`}>
      <RecipeOffer key={file.recipe?.id} file={file} />
      <Button className="icon" aria-label="Not now" onPress={onDismiss}>
        <X />
      </Button>
    </section>
  )
}

/** The weightiest as a sentence, each one as a chip that mends it. */
function Warning({
  contradictions,
  title,
}: {
  readonly contradictions: readonly Contradiction[]
  readonly title: string
}) {
  const studio = useStudio()
  return (
    <section className="recipe-bubble warn" aria-label={`Settings of ${title} that its few-step file was not made for`}>
      <p>
        <TriangleAlert /> {contradictions[0]!.message}
      </p>
      <div className="chips">
        {contradictions.map(each => (
          <Button
            key={each.about}
            className="chip"
            aria-label={`${each.brief}. ${each.fix?.title ?? 'Choose another file'}. ${each.message}`}
            onPress={() => mend(studio, each)}
          >
            {each.brief}
          </Button>
        ))}
      </div>
    </section>
  )
}
