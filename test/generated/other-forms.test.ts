import { describeValues } from './every-type-suite.js'
import { otherForms } from './every-type-values.js'

for (const [types, samples] of Object.entries(otherForms)) describeValues(types, samples)
