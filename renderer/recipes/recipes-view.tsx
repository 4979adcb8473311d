import { Button } from 'react-aria-components'
import type { Recipe } from '../../graph/recipes/recipe.ts'
import type { WorkflowNode } from '../../graph/workflow.ts'
import type { ModelFile } from '../../runtime/contract/answers.ts'
import { texts } from '../look/styles.ts'
import type { NodeView } from '../studio/studio.ts'
import { useStudio } from '../studio/use-studio.ts'
import { ContradictionNote } from './contradiction-note.tsx'
import { recipesOf } from './few-steps.ts'
import { RecipeBubbles } from './recipe-bubbles.tsx'
import { RecipeNote } from './recipe-note.tsx'
import { RecipeOffer } from './recipe-offer.tsx'
import css from './recipes-view.module.css'
import { useFewSteps } from './use-few-steps.ts'

/** The settings that the file of a node is made for, and those of the node that contradict a file. */
function SettingsOfNode({ node }: { readonly node: WorkflowNode }) {
  const studio = useStudio()
  const { files, contradictions, plain } = useFewSteps()
  const sha256 = plain.get(String(node.id))
  const askAgain = () =>
    studio.attempt(() =>
      studio.set({ plainModels: studio.settings.getState().plainModels.filter(each => each !== sha256) }),
    )
  const file = files.find(each => each.node.id === node.id)
  return (
    <>
      {contradictions
        .filter(each => String(each.node) === String(node.id))
        .map(each => (
          <ContradictionNote key={each.about} contradiction={each} />
        ))}
      {sha256 && (
        <p className={texts.note}>
          You said that this is a plain model. <Button onPress={() => void askAgain()}>Ask again</Button>
        </p>
      )}
      {file && (
        <section className={css.settings} aria-label="Settings for this file">
          <h3>Settings for this file</h3>
          <RecipeOffer key={file.recipe?.id} file={file} />
        </section>
      )}
    </>
  )
}

const useRecipesOf = ({ recipes }: ModelFile): readonly Recipe[] => {
  const known = recipesOf(useStudio().facts)
  return (recipes?.ids ?? []).flatMap(id => known.get(id) ?? [])
}

function ModelTag({ model }: { readonly model: ModelFile }) {
  const [recipe, ...others] = useRecipesOf(model)
  if (!recipe) return null
  return <span className={`${texts.tag} ${texts.accent}`}>{others.length === 0 ? inShort(recipe) : 'few steps'}</span>
}

const inShort = ({ steps, samplers, cfg }: Recipe): string =>
  `${steps.best} ${steps.best === 1 ? 'step' : 'steps'} · ${samplers[0]} · cfg ${cfg.best}`

function ModelDetails({ model }: { readonly model: ModelFile }) {
  const fitting = useRecipesOf(model)
  const [recipe, ...others] = fitting
  if (!recipe) return null
  if (others.length === 0) return <RecipeNote recipe={recipe} />
  return (
    <p className={texts.note}>
      This may be one of {fitting.length} few-step files: {fitting.map(({ title }) => title).join('; ')}. Add it to a
      workflow and select which one it is.
    </p>
  )
}

/** A node that loads a few-step file offers the settings that the file is made for. */
export const recipesView: NodeView = {
  name: 'recipes',
  BelowWidgets: SettingsOfNode,
  OverCanvas: RecipeBubbles,
  ModelTag,
  ModelDetails,
}
