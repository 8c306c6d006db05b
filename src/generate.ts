export { generate } from './pipeline/generate.js'
