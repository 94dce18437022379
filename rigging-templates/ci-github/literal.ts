/**
 * A text as GitHub leaves it: what would begin an expression is written as an expression that gives it back.
 * Source: https://docs.github.com/en/actions/learn-github-actions/expressions
 */
export function literal(text: string): string {
  return text.replaceAll('${{', "${{ '${{' }}");
}
