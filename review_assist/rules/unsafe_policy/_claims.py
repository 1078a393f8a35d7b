"""What a SAFETY comment says that gives no reason."""

from __future__ import annotations

from review_assist.patterns import pattern

_FOREIGN = r"(ffi|c|foreign|extern|external|libc|unsafe)"
_FINE = r"(safe|sound|fine|ok|okay|valid|correct|good)"
_WHAT = r"((the |all |all the |our |these )?(raw |c )?(parameter|argument|arg|input|value|param|pointer)s?)"
_IT = r"(?!no |nothing |only )[\w`<>:' ]{1,60}"
_NAME = r"(`[^`]+`|\[`[^`]+`\]|\w+(::\w+)*)"
_CROSS = r"(sent?d?|shared?|moved?|used|transferred|accessed)( and (sent?d?|shared?|moved?|used|accessed))?"
_PLACE = (
    r"(across|between|among|to|by|from|with|in)( (multiple|other|different|several|any|all|another|an?))? "
    r"(thread|cpu|core)s?( boundar(y|ies))?"
)
_DEED = r"(call|use|do|read|access|register|unregister|invoke|run|make|create|cast|dereference)"
_REASON = (
    r"\b(a[ns]|also|because|since|for|if|when|while|whose|which|that|until|unless|only|once|no|not|never|nothing|just"
    r"|we|by|due|given|earlier|above|before|after|during|always|valid\w*|own\w*|hold\w*|held|alive|initiali\w+)\b"
)
"""Words with which a reason begins, or that make one of a claim."""
EMPTY = pattern(
    "|".join(
        (
            r"todo|fixme|xxx|tbd|[?]+|no idea|trust me|(i )?hope so|it works|works( for me)?",
            rf"((this|it|that|everything|all) (is|should be) )?((always|obviously) )?{_FINE}( here)?",
            rf"the (call|code|function|operation|block) (is|should be) {_FINE}",
            r"(safe|ok|okay|fine|sound) to (call|do|use)( (this|it|here))?",
            rf"(we|i) know (what (we are|we're|i am|i'm) doing|(this|it) is {_FINE})",
            rf"((this|it) is )?(just )?((an?|the) )?((plain|simple) )?{_FOREIGN}( function| api)?( calls?| code)?",
            rf"(just )?(call|calls|calling)( into)?( an?| the)? {_FOREIGN}( functions?| api| code)?",
            r"((this|it) is )?(needed|necessary|required|unavoidable)( here| for ffi| by the (api|compiler))?",
            rf"{_WHAT} (is|are)( always| all)? {_FINE}",
            r"(the )?(pointers?|opaque) (is|are) convertible to an? reference",
            rf"({_IT} )?(can be|is {_FINE} to( be)?|are {_FINE} to( be)?) (safely )?{_CROSS}( {_PLACE})?",
            rf"(it is |it's )?(always )?{_FINE} to {_CROSS} {_NAME}( {_PLACE})?",
            rf"((it|this) is |it's )?(always )?{_FINE} to {_DEED}((?!{_REASON})[^.:;,()])*",
            r"((this|it|((this|the|our) )?(type|struct|(private |driver )?data)) is )?thread[- ]safe",
        )
    )
)
