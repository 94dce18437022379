/** What an environment variable may be called; any other name is not passed on. */
export const VARIABLE_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
