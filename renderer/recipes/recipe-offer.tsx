import { Check } from 'lucide-react'
import { useState } from 'react'
import { Button } from 'react-aria-components'
import { applyRecipe } from '../../graph/recipes/apply.ts'
import type { Recipe } from '../../graph/recipes/recipe.ts'
import { buttons } from '../look/styles.ts'
import { useDocument, useStudio } from '../studio/use-studio.ts'
import { Picker } from '../widgets/choices/picker.tsx'
import type { FoundFile } from './few-steps.ts'
import { RecipeNote } from './recipe-note.tsx'
import css from './recipe-offer.module.css'

/** The settings of a file, and the button that uses them; where several recipes fit, the question which one it is. */
export function RecipeOffer({ file }: { readonly file: FoundFile }) {
  const { specs } = useStudio()
  const document = useDocument()
  const [picked, setPicked] = useState<Recipe | null>(null)
  const recipe = picked ?? file.recipe
  const isSet = recipe === file.recipe && !file.differs
  return (
    <>
      {file.candidates.length > 1 && <WhichRecipe file={file} recipe={recipe} onPick={setPicked} />}
      {recipe && <RecipeNote recipe={recipe} guessed={!file.sure && picked === null} />}
      {recipe &&
        file.stages.length > 0 &&
        (isSet ? (
          <p className={css.isSet}>
            <Check /> This workflow uses these settings.
          </p>
        ) : (
          <Button
            className={buttons.primary}
            onPress={() => document.change(`Use the settings of ${recipe.title}`, applyRecipe(specs, file, recipe))}
          >
            Use these settings
          </Button>
        ))}
    </>
  )
}

const none = { id: 'none of these', title: 'None of these: a plain model' }

interface WhichProps {
  readonly file: FoundFile
  readonly recipe: Recipe | null
  onPick(recipe: Recipe): void
}

/** Files of one training family have the same layout: the person knows which one was downloaded. */
function WhichRecipe({ file, recipe, onPick }: WhichProps) {
  const studio = useStudio()
  const { sha256 } = file
  const remember = () =>
    studio.attempt(() => studio.set({ plainModels: [...studio.settings.getState().plainModels, sha256!] }))
  return (
    <div className={css.which}>
      <p>
        <b>A few-step file?</b> {file.name} may be one of {file.candidates.length} published files, or a plain model.
        Which one is it?
      </p>
      <Picker
        label="Which file is it"
        choices={[...file.candidates.map(({ id, title }) => ({ id, title })), ...(sha256 ? [none] : [])]}
        selected={recipe?.id ?? null}
        empty=""
        onChoose={id => (id === none.id ? void remember() : onPick(file.candidates.find(each => each.id === id)!))}
      />
    </div>
  )
}
