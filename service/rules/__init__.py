"""The rules of the guidance, pure: no input or output, no clock.

catalogue          each rule: its id, text and source
powers, guards     who may: asked before a change edits its draft
coverage           whom a coordinator may serve: its region, its areas, its territories
soundness          what must be true of a network: asked of every draft and import; `audit` asks the graph
monitoring         why somebody sees an authority, or does not
wording            every sentence about a rule: its code, its arguments, its English text
arguments          what the sentences speak of
violation          what is wrong, and which rule says so
"""
