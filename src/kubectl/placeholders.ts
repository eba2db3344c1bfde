/** What stands in a cell that has nothing to show. */

export const NONE = '<none>';
export const UNKNOWN = '<unknown>';
export const UNSET = '<unset>';
