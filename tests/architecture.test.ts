/** The tree is the architecture: one question a file, all asked of one reading of the sources. */
import './architecture/exports.ts'
import './architecture/imports.ts'
import './architecture/sizes.ts'
