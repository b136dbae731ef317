/** The operators of JsonLogic that look at each item of a list; in their second part, variables are those of the item. */
export const LIST_OPERATORS: readonly string[] = ['all', 'filter', 'map', 'none', 'some'];

/**
 * The operators that a condition may use: those of JsonLogic without `reduce`, by which a small rule could grow without end,
 * and `log`. Source: jsonlogic.com/operations.html.
 */
export const OPERATORS: readonly string[] = [
  ...['var', 'missing', 'missing_some', 'if', '?:', 'and', 'or', '!', '!!', '==', '===', '!=', '!=='],
  ...['<', '<=', '>', '>=', '+', '-', '*', '/', '%', 'min', 'max', 'in', 'cat', 'substr', 'merge'],
  ...LIST_OPERATORS,
];
