import { licenceLine, type Recipe, settingsLine } from '../../graph/recipes/recipe.ts'
import css from './recipe-note.module.css'

/** The settings that a few-step file is made for. */
export function RecipeNote({ recipe, guessed = false }: { readonly recipe: Recipe; readonly guessed?: boolean }) {
  return (
    <div className={css.recipe}>
      <p>
        <b>{guessed ? `Looks like ${recipe.title.replace(/^The /, 'the ')}` : recipe.title}</b>
      </p>
      <p className={css.settings}>{settingsLine(recipe)}</p>
      <p>{recipe.why}</p>
      <p className={css.source}>{recipe.source}</p>
      <p className={css.source}>{licenceLine(recipe)}</p>
    </div>
  )
}
