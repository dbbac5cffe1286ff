"""What furniture looks like: one table, each rule with its name.

A rule must match the whole line, never a part of it: "subscribe" inside a
sentence is the reporter's word. `zone` says where on the page a rule may be
trusted: "Search" is furniture in the masthead and could be a reader's word in
a story. Lines over MAX_LINE characters are paragraphs and are not asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from .vocabulary import AGENCY

Zone = Literal["anywhere", "outside"]
MAX_LINE = 420


@dataclass(frozen=True, slots=True)
class LineRule:
    """`outside` rules hold before the first and after the last paragraph of the story only."""

    name: str
    zone: Zone
    forms: tuple[str, ...]


_BULLET = r"(?:[•·▪▶►●○■□◆★*»>–—-]+\s*)?"
_END = r"\s*[.!:…>»→]*"

LINE_RULES: tuple[LineRule, ...] = (
    LineRule("advertisement", "anywhere", (
        r"(?:publicidad|publicité|publicidade|anzeige|werbung|iklan|реклама|reklam|pubblicità)[\s:]*", r"[-–—\s]*(?:advertisements?|advt\.?|ads?|sponsored(?: content| post| by)?|promoted(?: content)?|paid post)[-–—\s:]*",
        r"(?:story|article|news|content|report)?\s*continues? (?:below|after)(?: th(?:e|is))?\s*(?:ads?|advertisement|banner|below)?",
        r"advertisements?\s*[-–—|:]?\s*(?:scroll|continue|story|article|skip|remove|close|swipe|read).{0,60}",
        r"(?:scroll|swipe) (?:down |up )?(?:to|for) .{1,40}", r"(?:close|skip|remove|hide|report this|report) ads?",
        r"loading(?: ad| video|\.{2,})?.{0,12}", r"\[?ad(?:_\d+|\d+)\]?", r"(?:ad|advertisement) feedback",
    )),
    LineRule("also-read", "anywhere", (
        r"(?:also[\s-]*(?:read|see|watch|check)|(?:read|see|watch)[\s-]*also|must[\s-]*(?:read|watch)|read(?: more)?(?: here| on this| about this)?"
        r"|read next|read this(?: too| next| also)?|more on this|related(?: stor(?:y|ies)| news| articles?| posts?| reading| coverage| read)?"
        r"|recommended(?: read(?:ing)?)?|don'?t miss|you may (?:also )?like|in pics|see more|watch|watch (?:now|video|live|the video)"
        r"|(?:berita|artikel) terkait|noticias? relacionadas?|baca (?:juga|lagi)|(?:à )?lire (?:aussi|également)|(?:lee|lea|leer|ver|vea|mira|te puede interesar|le puede interesar|además)(?: también| más| además)?|(?:leia|veja)(?: também| mais)|(?:lesen sie|lies|mehr)(?: auch| dazu)|leggi anche|ayrıca (?:bak|oku)\w*|читайте также)"
        r"\s*[|:：\-–—>»→‣]+\s*\S.{0,300}",
        r"(?-i:(?:Related|Recommended|Read more|READ MORE|Also read)[A-Z][a-z].{14,200})",
        r"(?-i:READ ALSO|ALSO READ|READ MORE|SEE ALSO|MUST READ|READ NEXT|RELATED)\s+\S.{14,200}[^.\s]",
        r"(?:also read|read also|also see|see also|also watch|must read|read more|read full (?:story|article)|read the full (?:story|article).{0,40}"
        r"|read more (?:here|at|on|about|from|of|in|like|news|stories|articles).{0,80}|know more|learn more|view more|see more|show more|load more|more(?: details)?|expand|read on|full story"
        r"|click to read.{0,60}|continue reading.{0,120})" + _END,
        r"\[?\(?(?:read more|more|also read|read full story|continue reading)\s*(?:\.{2,3}|…)?\)?\]?",
    )),
    LineRule("share-bar", "anywhere", (
        r"(?:share|tweet|print|email|e-mail|facebook|twitter|whatsapp|linkedin|telegram|pinterest|copy link|copy url|copied!?|link copied.{0,20})" + _END,
        r"(?:compartir|comparte|partager|partagez|compartilhar|compartilhe|teilen|bagikan|condividi|paylaş|поделиться)(?: (?:en|sur|no|na|auf|di|su|via|por|par|cette?|esta?|este|artikel|ini|l’article|l'article)\b.{0,40})?" + _END,
        r"share (?:this|via)\b.{0,60}", r"share (?:on|to|it on) .{0,40}", r"share (?:it|the (?:article|story|news|post|page|link|love).{0,30}|with (?:friends|others|your .{2,30}))", r"(?:email|print|save|bookmark|listen to|gift|tweet|send) (?:this|the)? ?(?:article|story|page|news|post|link)" + _END,
        r"[\d,.]+[km]? (?:total )?views?(?: today)?", r"pin it|print friendly.{0,20}", r"\d+(?:\.\d+)?[km]? (?:shares?|views?|reads?|likes?|comments?|tweets?)", r"(?:shares?|views?|reads?|likes?|total views|post views|views so far|hits|visits)\s*[:=-]?\s*[\d,.]+[km]?(?: times)?",
        r"(?:this (?:news|article|story|page|post) has (?:already )?been (?:read|viewed) .{0,40})",
        r"(?:spread the (?:love|word|news)|sharing is caring)" + _END, r"(?:like|love|angry|sad|haha|wow)(?: this:?)?(?:\s*loading\.*)?",
        r"(?:you can |please )share .{0,40}|spread the (?:word|news|love)", r"(?:like this|share on:?|share news:?|share with friends:?)" + _END, r"(?:a[-+−–]\s*){1,3}(?:a\s*)?", r"text size.{0,20}|font size.{0,20}|small|aa",
        r"(?:0|zero|\d+) ?(?:facebook|twitter|whatsapp|linkedin|shares).{0,80}",
    )),
    LineRule("follow-us", "anywhere", (
        _BULLET + r"(?:síguenos|síganos|sigue|suivez(?:-nous)?|siga(?:-nos)?|folgen sie(?: uns)?|ikuti(?: kami)?|seguici|takip et\w*)\b.{0,120}",
        _BULLET + r"(?:also,? )?(?:follow|like|find|join|connect with|catch) (?:us|our|@?\w+(?: \w+){0,4}) (?:on|in|at|via) .{2,160}",
        _BULLET + r"(?:follow|connect with|join) us\b.{0,60}",
        _BULLET + r"(?:for|to (?:get|read|receive)|get|catch|find|check out|stay (?:tuned|updated|informed|connected)|keep up) (?:up )?(?:for |with |on )?(?:all )?(?:the |our )?"
        r"(?:latest|more(?! than)|breaking|daily|live|top|full|real[- ]time|instant|exclusive) .{0,140}\b(?:follow us|follow our|follow @\w+|download|subscribe|click|our app|mobile app|the .{2,30} app|channel|telegram|whatsapp|facebook|google news|newsletter|website|youtube|instagram)\b.{0,120}",
        r"[\W_]{0,4}follow (?:the |all (?:of )?)?[\w.&]+(?: [\w.&]+){0,3}(?:'s|’s|s’|s')? (?:full |complete |live |ongoing )?coverage\b.{0,160}", r"[\W_]{0,4}(?:more|full|complete) [\w.&]+ coverage\b.{0,120}", r"more .{2,60} (?:news|coverage|stories) (?:at|on|here)\s*:?\s*https?://\S+",
        r"(?:you can |you may |want to |would you like to )(?:now )?(?:write|contribute|blog) (?:for|to) us\b.{0,200}", r"(?:publish|share|promote|submit) (?:the )?(?:news|stories|updates) (?:of|about|from) your\b.{2,240}", r".{2,160}\bby submitting (?:a|your) (?:news|press) releases?\b.{0,80}",
        _BULLET + r"for more(?! than)\b.{0,120}\b(?:follow us|follow|visit (?:our|the|us|www)|click|download|website|facebook|telegram|whatsapp|youtube)\b.{0,80}",
        _BULLET + r"(?:stay (?:tuned|updated|informed|connected)|keep reading|keep following)\b.{0,120}",
        _BULLET + r".{0,40}?\b(?:download|install|get) (?:the|our) .{0,40}\bapps?\b.{0,80}",
        _BULLET + r"join (?:the |our )?.{0,40}\b(?:whatsapp|telegram|facebook|viber|channel|community|group)\b.{0,100}",
        _BULLET + r"(?:you can |please )?(?:follow|reach|contact|email|write to|mail) (?:us|him|her|them|the (?:author|writer|reporter)) (?:on|at|via|through|in) .{2,100}",
        r"(?:to (?:continue reading|know more|read more|read the full)|if you (?:like|enjoy|want|have)).{0,160}\b(?:subscribe|click|visit|follow|share|whatsapp|contact)\b.{0,120}",
        r"add .{2,40} (?:as (?:a )?(?:preferred|trusted) source|on google).{0,60}", r"(?:google )?preferred source.{0,40}",
        r"click here (?:to|for) .{2,160}", r"(?:click|tap) here" + _END, r"visit (?:our|the) (?:website|site|page|channel).{0,80}",
        r"[\d,.]+[km]?\s*(?:fans|followers|subscribers)\s*(?:like|follow|subscribe)?",
        r"site icon .{2,60}|exit mobile version|go to the main (?:site|page)", r"watch (?:live|latest|breaking|our).{0,80}", r"(?:stay connected|connect with us|find us on|follow:?|follow author|follow me.{0,20})" + _END,
        r"(?:we(?:'|’)re|we are) (?:now )?on (?:whatsapp|telegram|facebook|youtube|x)\b.{0,80}",
    )),
    LineRule("newsletter", "anywhere", (
        r"(?:subscribe|sign[- ]?up|register|join)(?: now| today| here| free)?(?: (?:to|for|and) .{2,160})?" + _END,
        r"(?:suscr[ií]b[ae]te|suscribirse|suscríbase|abonnez-vous|inscrivez-vous|s’abonner|s'abonner|je m’abonne|assine|inscreva-se|cadastre-se|(?:jetzt )?abonnieren|berlangganan|iscriviti|abonnati|abone ol\w*|подпи\w+)(?:\b.{0,100})?" + _END, r"(?:recibe|recevez|receba|erhalten sie|dapatkan|ricevi) .{2,80}\b(?:correo|bo[il]et\w+|courriel|e-?mail|newsletter|infolettre|inbox|berita|notícias|noticias|kanal|channel)\b.{0,60}",
        r"(?:subscribe|sign up)\b.{0,40}\b(?:newsletters?|updates|inbox|alerts|channel|archive|access|reading|news|emails?)\b.{0,120}",
        r"(?:get|receive|have) .{0,80}\b(?:to|in|into|straight to|via) your (?:inbox|e-?mail|phone|mobile)\b.{0,60}",
        r"(?:please )?(?:enter|type|provide) (?:your|a valid|valid) e-?mail.{0,80}", r"e-?mail(?: address)?\s*\*?", r"your e-?mail(?: address)?\s*\*?",
        r"\*?\s*(?:thank you|thanks) for (?:subscribing|signing up|registering).{0,100}", r"(?:our |daily |weekly |free |email |morning |evening )*newsletters?(?: sign[- ]?up)?" + _END,
        r"(?:already (?:a subscriber|have an account|registered|a member)|not a subscriber|log ?in|sign in|log ?out|my account|create (?:an |a free )?account|forgot password)\b.{0,60}",
        r"(?:become a (?:member|subscriber|supporter)|support (?:our|independent|quality) journalism|donate(?: now)?|unlock .{0,40}|start your free trial).{0,100}",
        r"(?:enjoyed|enjoying|enjoy|liked?|loved?) (?:reading )?(?:this|our|the|what) .{2,40}\?\s*.{0,160}",
        r"(?:want|looking for|interested in) .{2,60}\?\s*(?:sign up|subscribe|get|join|follow|register)\b.{0,100}", r"catch all (?:the )?(?:latest |live )?.{2,160}",
        r"(?:get|receive|try) (?:our|the|a) (?:\w+ ){0,3}newsletters?\b.{0,120}", r"(?:get|receive) (?:a |an |your )?daily (?:dose|digest|round-?up|briefing)\b.{0,240}",
        r"(?:support .{2,40} (?:or|and) )?become (?:a|our) (?:patron|member|supporter|donor).{0,60}",
        r"get full access .{0,100}|this (?:is a premium|article is (?:for|exclusive)).{0,100}|(?:premium|subscriber|exclusive)(?: content| only)?",
        r"i agree to (?:the |receive|allow|have).{0,140}|by (?:signing up|subscribing|registering|entering your|providing your|clicking)\b.{0,160}\b(?:agree|consent|terms|privacy|accept|receive)\b.{0,120}", r"(?:i'?m not a robot|recaptcha|captcha).{0,60}", r"this site is protected by .{0,120}",
    )),
    LineRule("notification-box", "anywhere", (
        r"(?:allow|enable|turn on|get|manage|clear|disable|block|unblock) (?:all )?(?:push |browser |instant |news |desktop )?(?:notifications?|alerts|updates|news updates)" + _END,
        r"for (?:daily|quick|breaking|instant) alerts" + _END, r"notification settings.{0,5}", r"do you want to clear .{0,80}", r"get instant news updates",
        r"(?:enable|no thanks|not now|maybe later|later|done|got it|dismiss)", r"clear notification.{0,5}", r"(?:time )?settings ?x?", r"(?:x|×|✕|✖)",
        r"(?:please )?(?:turn off|disable) your ad ?blocker.{0,100}|ad ?blocker? detected.{0,100}", r"(?=.*ad ?block).{0,240}\b(?:turn(?:ing)? off|disabl\w+|whitelist\w*)\b.{0,40}\bad ?block.{0,120}", r".{0,60}\bupgrade to the latest version\b.{0,120}", r"you have successfully .{0,80}", r"your browser .{0,100}(?:support|enable|javascript).{0,60}", r".{0,40}\benable javascript\b.{0,100}",
    )),
    LineRule("cookie-note", "anywhere", (
        r"(?:this|our|the|we|by|to)\b.{0,120}\b(?:uses?|using|accept|stores?|storing|consent|agree|deploy|place)\b.{0,80}\bcookies?\b.{0,260}", r"(?:accept|reject|manage|decline|allow)(?: all)?(?: the)? cookies?" + _END,
        r"(?:accept|accept all|reject all|decline|agree|i accept|i agree|ok|close)", r"(?:cookie|privacy) (?:policy|settings|preferences|notice|statement|consent).{0,60}",
        r"terms (?:of (?:use|service)|and conditions|& conditions)(?:\s*[|&,•·].{0,60})?", r"gdpr (?:consent|compliance|notice).{0,40}", r"manage (?:consent|preferences|options).{0,40}",
    )),
    LineRule("back-to-top", "anywhere", (r"(?:back|go|scroll|return|jump) to (?:the )?top(?: button| of (?:the )?page)?" + _END, r"go top", r"(?:▲|↑|⬆|^top)\s*(?:top)?", r"to top", r"page top")),
    LineRule("copyright", "anywhere", (
        r"(?:copyright\s*(?:©|\(c\)|\d{4}|:|by\b|notice|policy|reserved)|©|\(c\)\s(?=\D{0,20}\d{4})|copyright$).{0,300}", r".{0,200}\ball rights? (?:are )?reserved\b.{0,160}", r"(?:reproduction|republication|redistribution|unauthori[sz]ed (?:use|copying|reproduction|distribution|publication|duplication)) .{0,120}\b(?:prohibited|permission|permitted|forbidden)\b.{0,80}",
        r"(?:this (?:material|article|content|story) may not be (?:published|reproduced|copied)).{0,200}", r".{0,60}\bwebsite contains only a portion\b.{0,200}",
        r"(?=.*\blinks?\b|.*\bhyperlinks?\b).{0,80}\b(?:citing|quoting|using|use of|reprint(?:ing)?|copying)\b.{0,80}\bmaterials?\b.{0,200}\b(?:hyper)?links?\b.{0,200}", r"(?:dmca|issn|isbn)\b.{0,60}",
    )),
    LineRule("syndication-credit", "anywhere", (r"the post .{3,300} (?:appeared first on|first appeared on|appeared on|was first published (?:on|in|by)) .{2,120}", r".{3,200} (?:appeared first on|first appeared on) .{2,80}", r"discover more from .{2,80}")),
    LineRule("reading-time", "anywhere", (r"(?:[⏱🕒📖]\s*)?(?:(?:estimated |approx\.? )?read(?:ing)? ?time\s*[:|-]?\s*)?(?:<\s*|less than |about )?\d{1,3}[\s-]*min(?:ute)?s?\.?(?:[\s-]*(?:read|to read|reading|reading time)(?: time)?)?", r"read(?:ing)? time\s*:?\s*\d{1,3}\s*(?:m|min|mins|minutes?)?", r"\d{1,3}\s*m read")),
    LineRule("tags", "anywhere", (r"(?:tags?|topics?|region|theme|subjects?|key ?words?|filed under|labels?|categories|category|tagged(?: with| as| under| in)?|posted in|more (?:in|on|about|from)|in this (?:story|article)|hashtags?|related tags|related topics|read more on|trending topics|trending)\s*[:：]\s*.{1,360}", r"(?:tags?|related tags|hashtags|topics|related topics|keywords|filed under|categories|labels)" + _END, r"(?:#[\w-]+[\s,]*){1,30}")),
    LineRule("disclaimer", "anywhere", (
        r"\W{0,3}disclaimer\b.{0,420}", r"\W{0,3}\(?except for the headline.{0,360}", r"\W{0,3}\(?(?:this|the) (?:story|article|report|content|copy|news|news item|feed|post|piece)(?: above)? (?:has not been|has been|is|was|comes|first appeared|originally appeared|appeared|may have been)\b"
        r".{0,120}\b(?:auto[- ]?generated|published from|syndicated|generated from|unedited|edited by (?:our|\w+ (?:staff|team)|the staff)|wire feed|(?:agency|news|direct) feed|republished|without (?:any )?(?:modif|edit)|by our (?:staff|team)|our staff|our team)\w*\b.{0,200}",
        r"\W{0,3}\(?(?:only the headline|the headline).{0,200}\b(?:reworked|syndicated|staff|feed)\b.{0,160}", r"\(?(?:published|posted|syndicated) (?:in|under|from) (?:an )?arrangement with .{2,80}", r"\(?(?:the )?(?:views|opinions)(?: and (?:views|opinions))? expressed (?:in th(?:is|e) (?:article|story|piece|column|blog)|here|are|above|by the (?:author|writer|contributor|columnist)).{0,300}",
        r"\(?legal disclaimer.{0,300}|.{0,40}provides the (?:information|content) .as is.{0,400}",
    )),
    LineRule("agency-inputs", "anywhere", (
        r"\W{0,3}(?:with|w/|inputs? from|input from|based on|additional)\s*(?:\w+ ){0,3}?(?:inputs?|reporting|reports?|information|input)?\s*(?:from|by)?\s*(?:" + AGENCY + r"|(?:the )?(?:wire )?agenc(?:y|ies)|bureau|wires)(?:\s*(?:,|/|&|and)\s*[\w .]{2,30}){0,3}\W{0,4}",
        r"\W{0,3}(?:with|w/)\s(?:\w+ ){0,3}?(?:inputs?|reporting|contributions?) (?:from|by) .{2,80}", r"\W{0,2}additional reporting by .{2,80}", r"\W{0,2}(?:reporting|writing|editing) by .{2,160}", r"our standards\s*:\s*.{2,60}", r"\W{0,2}(?:reporting|writing|editing|edited|translated|compiled) by [^.]{2,300}?[;.] ?(?:additional |writing |editing |edited |translated |reporting |compiled )?(?:editing |reporting |writing )?by .{2,200}",
        r"\W{0,2}(?:translators?|translated|translation|(?:copy |sub-?|web )?(?:editors?|edited)|proofread(?:er)?)\s*(?::|by\s)\s*(?-i:[A-Z]).{2,80}",
    )),
    LineRule("end-mark", "anywhere", (r"(?:[-–—(\[*#]\s*){0,6}(?:ends?|end of (?:article|story|news)|enditem|endit|eom|endall|end item|30|/?ends/?)\s*(?:[-–—)\]*#.]\s*){0,6}", r"(?:#\s*){2,6}", r"(?:[-*_=~•·.–—]\s*){2,}", r"[|/\\•·,;:.\-–—*_]{1,3}", r"(?:item|story|doc) ?(?:no|id)\.?\s*:?\s*[\w-]+", r"[A-Z]{2,5}(?:[/\\][A-Z]{2,5}){1,4}/?", r"(?-i:/[A-Z]{3,12})")),
    LineRule("contact-line", "anywhere", (
        r"(?=.*(?:@|\[at\]|\(at\)))(?:e-?mail|contact|write to|reach|feedback)?\s*(?:us|him|her|the (?:author|writer|reporter)|[\w .]{0,30})?\s*(?:at|on|:)?\s*[\w.+-]+\s?(?:@|\[at\]|\(at\))\s?[\w-]+(?:\.[\w-]+)+\W{0,3}", r"(?:twitter|x|instagram|facebook)?\s*(?::|-)?\s*@[A-Za-z0-9_]{2,30}",
        r"(?:tel|phone|fax|mobile|call|whatsapp)\s*(?:no\.?)?\s*[:.]?\s*\+?[\d\s()-]{6,24}",
    )),
    LineRule("embed-note", "anywhere", (r"(?:view|see) (?:this )?(?:post|tweet|photo|video|more) on (?:instagram|twitter|x|facebook|threads).{0,20}", r"(?:a post shared by|a tweet by) .{2,80}", r"https?://\S+", r"www\.\S+", r"\S+\.(?:jpe?g|png|gif|webp|svg|mp4)", r"(?:embedded (?:tweet|video|post)|tweet embed|video player|play video|watch video|video|audio|listen|listen to (?:this|the) (?:article|story|news).{0,30}|unable to (?:play|load).{0,60}|your browser does not .{0,60})", r"\d{1,2}:\d\d(?: ?/ ?\d{1,2}:\d\d)?")),
    LineRule("gallery-count", "anywhere", (r"(?:photo|image|slide|page)?\s*\d{1,3}\s*(?:/|of)\s*\d{1,3}\s*(?:next|photos?|images?)?", r"use your .{0,20}arrow.{0,30}", r"(?:previous|prev|next|next page|prev page|previous page|view gallery|gallery|open gallery|zoom|enlarge|view (?:full )?image|click to enlarge)" + _END)),
    LineRule("comment-form", "anywhere", (
        r"(?:leave|post|add|write|submit|make|drop) (?:a|your|an)? ?(?:comments?|reply|response|review|feedback)(?: (?:here|below|now|to .{1,60}))?" + _END, r"rate this item", r"\(?\d+ votes?\)?", r"read \d+ times", r"(?:your |recipient |friend'?s )*(?:name|e-?mail)\s*:?", r"minimum \d+ characters.{0,20}", r"\d+\s*/\s*\d+(?: characters)?", r"(?:\d+ )?characters? (?:remaining|left).{0,20}",
        r"your e-?mail address will not be published.{0,80}", r"required fields are marked.{0,20}", r"(?:name|email|e-mail|website|comment|your name|your comment|full name|phone|subject|message|captcha|url)\s*(?:\*|:)+\s*", r"save my name.{0,160}", r"(?:please )?(?:log ?in|sign ?in|register|login/register) to (?:post|comment|leave|reply|add|join).{0,80}", r"you must be logged in.{0,80}",
        r"we welcome (?:\w+ ){0,3}(?:discussions?|comments?|feedback)\b.{0,40}\b(?:readers?|community|below|respectful|on-topic|you)\b.{0,160}", r"(?:please )?(?:keep|ensure|make sure) (?:your |that your )?comments? .{0,160}", r"comments? (?:are|is) (?:closed|moderated|disabled|off|subject).{0,160}", r"(?:be the first (?:one )?to|no) comments?(?: .{0,40})?" + _END, r"be the first (?:one )?to (?:comment|reply|review|write).{0,60}", r"(?:comment|comments) (?:policy|guidelines|rules).{0,60}",
        r"(?:laisser un commentaire|deja (?:un|tu) comentario|deixe (?:um|seu) comentário|kommentar (?:schreiben|verfassen|hinterlassen)|tulis(?:kan)? komentar|yorum yap\w*|оставить комментарий).{0,40}",
        r"(?:\d+ )?(?:commentaires?|comentarios?|comentários?|kommentare?|komentar)", r"[\w.]{2,30} -\s?comments?", r".{0,120}\byorumlar\b.{0,60}(?:onaylanma|yayınlanma)\w*\W*",
        r"cancel reply", r"click to comment.{0,20}", r"(?:still )?no comments? (?:yet|posted|found).{0,20}", r"leave comments?", r"anti-?spam .{0,30}", r"(?:post|submit) comment", r"(?:notify me of|prevent spam|akismet|this site uses akismet|learn how your comment).{0,160}", r"(?:view|show|see|hide|read|load) (?:all |more |\d+ )*(?:comments?|replies|reactions).{0,40}", r"(?:sort by|newest|oldest|most liked|best|reply|report|report abuse|flag|upvote|downvote|up ?vote \d*|reply \d+)(?:\s*[:|]\s*.{0,40})?",
        r"(?:readers?|users?) (?:are )?(?:requested|advised|responsible|solely).{0,240}", r"(?:join|start) the (?:conversation|discussion).{0,60}", r"what (?:do you think|are your thoughts).{0,60}(?:comment|below|us).{0,60}", r"(?:share|tell us|let us know) (?:your|what you) .{0,40}\b(?:comments?|thoughts|think|opinion|views)\b.{0,60}", r"comment here" + _END,
    )),
    LineRule("about-outlet", "outside", (
        r"(?:powered|designed|developed|hosted|managed|maintained) (?:&|and|by) .{2,60}",
        r"serving .{0,40} since \d{4}\b.{0,400}", r"(?:our )?(?:address|editor|publisher|printed|office|head office|registered office|executive editor|chief editor|editor in chief|acting editor|managing editor)\s*[:&].{2,200}", r"(?:about|contact|advertise with|work with|write for) us.{0,40}", r"(?:about|meet) the (?:author|writer)s?.{0,10}", r"(?:terms|privacy|sitemap|careers|faqs?|help|rss|rss feeds?|epaper|e-paper|archives?|contact|advertise|support|feedback|company|services|our network|quick links|useful links|important links)(?:\s*[|•·/]\s*[\w &'-]{2,30}){0,12}",
        r"website (?:design|by|developed).{0,60}", r"(?:follow us|app services|our apps|get the app|mobile apps?|download app|available on|google play|app store|android ?apple|android|ios|apple store).{0,30}",
    )),
    LineRule("navigation", "outside", (
        r"(?:skip|jump) to (?:main |the )?(?:content|navigation|search|footer|main).{0,30}", r"(?:main |side|top |mobile |menu )?(?:menu|navigation|sidebar|nav)(?: content| search| close| toggle| home)*" + _END, r"(?:hamber|hamburger|burger) ?menu.{0,12}", r"(?:open|close|toggle|show|hide) (?:the )?(?:menu|navigation|search|sidebar|main menu|submenu).{0,20}", r"(?:[\d.]+\s*)?search(?: icon| for:?| here| this site| form| search| results?| site)*" + _END,
        r"(?:home|homepage|main|subscribe|login|log in|sign in|register|my account|epaper|e-paper|live tv|live|videos?|photos?|podcasts?|newsletters?|city|cities|menu|e paper|contact us|about us|sections?|all sections|edition|editions|english|english edition|language|languages|bangla|hindi|urdu|arabic|contact|print edition|today'?s paper|more|weather|horoscope|crossword\+?|games|jobs|classifieds|trending(?: now)?|latest|top stories|breaking news|breaking|flash news|just in|live updates|headlines|printer|signal|download|mobile app|from|send to|to enjoy additional benefits|connect with us|account|profile|settings|dark mode|light mode|font|print|pdf|save|saved|bookmark|listen|play|pause|close|back|topics|browse|explore|e-mail|more news|close search window|toggle .{2,20}|scroll|view)" + _END,
        r"(?:left|right|mega|sub|bottom) ?menu", r"news updates?", r"\d{1,9}", r"(?:article source|kaynak|fuente|sumber|fonte|quelle|источник|has also recently published|id|auth[eo]r|shortlink|country|countries|location|source|category|language|date|section|by|published|region|type|written by|short ?url)\s*:?", r"(?:(?:published|posted|updated|written|on|by|at|in|date)\s*:?\s*){1,5}", r"on|in|go to contents|order by|range|periods|story code\s*:?\s*\d*|short ?url", r"(?:[\w&' -]{2,24}\s*[>›»/|]\s*){2,8}[\w&' -]{0,120}", r"you are (?:here|at)\s*:?.{0,100}", r"(?:weather|temperature|aqi)\b.{0,40}", r"\W{0,3}(?:google |the )?[\w ]{2,20} app download",
    )),
)  # fmt: skip

#: A line that opens a list of other stories.
LIST_HEADING = re.compile(
    _BULLET
    + r"(?:(?:read |view |see |our |the |latest |top |more )*(?:related|similar|recommended|popular|trending|recent|latest|other|featured|suggested|sponsored|promoted|breaking|top|hot|must[- ]?read|most[- ](?:read|viewed|popular|shared|commented|recent|watched)|today'?s)"
    r"(?: (?:and |this |in |now|week|today|for you|from .{2,40}|on .{2,40}|by .{2,40}|articles?|stor(?:y|ies)|news|posts?|topics?|contents?|links?|coverage|reading|reads?|videos?|headlines?|updates?|searches|stocks|stories|picks|items|galleries|photos|categories|tags|says stories|blogs))*"
    r"|more (?:stories|news|articles|headlines|posts|coverage|videos)(?: (?:from|in|on|like|about|by) .{2,60}|.{0,12})?|more (?:from|in|on|about) (?:this |the )?[\w &'’.-]{2,50}|more like this|more to (?:read|explore)"
    r"|you (?:may|might) (?:also )?(?:like|be interested in|have missed|want to read|enjoy).{0,30}|(?:people|others|readers|users) (?:also|are) (?:also )?(?:read(?:ing)?|like[sd]?|view(?:ed)?|watching|search(?:ed)? for).{0,20}|what(?:'s| is|’s) (?:trending|new|hot|next).{0,20}|what to read next|read next|up next|next up|keep reading|in case you missed it|don'?t miss(?: it| out)?"
    r"|also (?:in|from|on) (?:the news|this section|[\w &'-]{2,30})|in other news|also in news|from (?:around )?the web|around the web|from our (?:partners?|sponsors?|network).{0,20}|editor'?s?’?s? (?:picks?|choice)|our picks|top picks?|previous and next (?:news|posts?|articles?)|(?:previous|next|older|newer) (?:post|article|story|news)s?"
    r"|todays? latest news|news line|hot news|persons?|people in this (?:article|story)|mentioned in (?:this|the) (?:article|story)|more about|companies|organi[sz]ations|spotlight|web stories|photo ?stories|in (?:pics|pictures|photos)|photos?|videos?|podcasts?|elections? \d{4}|opinion|says stories|newsletter|trending|see also|also read|read also|more news|also see|more stories|(?:noticias|notas|artículos|notícias|matérias) relacionad[ao]s|(?:te|le|lhe|você) (?:puede|podría|pode) (?:también )?interesar?|más (?:noticias|leíd[ao]s|en .{2,30})|l[oa]s? más (?:leíd[ao]s?|vist[ao]s?)|mais (?:lidas|notícias)|articles? (?:similaires?|liés)|(?:à )?lire (?:aussi|également)|sur le même (?:sujet|thème)|les plus lus|leia (?:também|mais)|veja (?:também|mais)|(?:berita|artikel) (?:terkait|terpopuler|lainnya|terbaru)|baca juga|verwandte artikel|mehr zum thema|lesen sie auch|meistgelesen|leggi anche|ilgili haberler|читайте также|по теме|relacionado|autres (?:actualités|articles|infos)|otras noticias|outras notícias|weitere (?:artikel|nachrichten|themen)|diğer haberler)\s*[:»>…|.]*",
    re.IGNORECASE,
)
#: Of these, the ones that also stand on their own between a story's paragraphs.
COMMENT_HEADING = re.compile(
    r"(?:(?:reader'?s?|readers’|user|view|show|see|latest|recent|top|all|facebook|viewers?)\s*)?(?:comments?|responses|discussion|conversation|replies|reactions|thoughts)\s*(?:section)?\s*(?:\(\s*\d+\s*\)|\d+)?\s*:?|\(?\d+\)?\s*(?:comments?|responses|replies|thoughts)(?: (?:on|to) .{2,200})?"
    r"|(?:one|two|three) (?:response|comment|thought)s? (?:on|to) .{2,200}|comments? on (?:this|the) (?:article|story|post).{0,40}|leave a (?:reply|comment).{0,60}|post your comments?.{0,40}|comments? and discussion.{0,20}|join the (?:conversation|discussion).{0,20}"
    r"|(?:\d+ )?(?:comentarios|commentaires?|comentários|kommentare|komentar|commenti|yorumlar|комментарии)\s*(?:\(\s*\d+\s*\)|\d+)?\s*:?",
    re.IGNORECASE,
)

KEY_POINTS_HEADING = re.compile(
    r"(?:(?:story |article |news )?(?:key|main)[- ](?:points?|takeaways?|highlights?|facts|findings|developments|messages)|(?:story |article |news )?highlights?|takeaways|at a glance|in summary|in brief|quick (?:read|take|facts)|what you need to know|fast facts|the essentials|in a nutshell|bullet points|talking points|why it matters|key insights?)(?:\s*[:：-]\s*(?P<topic>.{0,200}))?",
    re.IGNORECASE,
)
SUMMARY_HEADING = re.compile(
    r"(?:(?:ai[- ](?:generated )?|article |story |news |quick |executive )?(?:summary|synopsis|abstract|overview|tl;?dr|gist)|in short)\s*(?:[:：-]\s*(?P<text>.*))?",
    re.IGNORECASE,
)
ITEM_MARK = re.compile(r"(?:[•·▪▶►●○■□◆✓✔➤➢❖‣⁃*]|[-–—](?=\s)|o(?=\s\S{3})|\d{1,2}[.)](?=\s))\s*")

#: Marks of page templates and of advertising scripts, which may stand inside a paragraph.
TEMPLATE_MARK = re.compile(
    r"\{\{[^{}]{0,200}\}\}\}?|\{%[^{}%]{0,200}%\}|<%[^<>%]{0,200}%>|\[\[[^\[\]]{0,200}\]\]|%%[A-Za-z_]{2,40}%%|\$\{[^{}]{0,100}\}"
    r"|\[/?(?:caption|embed|gallery|video|audio|playlist|vc_\w+|et_pb_\w+|su_\w+|adrotate|ad|ads|quads|shortcode|contact-form|youtube|tweet|toc)\b[^\[\]]{0,300}\]|<!--(?:[^<>]|<(?!!--)){0,300}-->"
)
SCRIPT_LINE = re.compile(
    r"(?:googletag|window|document|adsbygoogle|_taboola|ga|gtag|fbq|dataLayer|jQuery|\$|var|let|const|function|try|setTimeout|if|__\w+|moca\w*|pubmatic|apstag|Criteo)\s*(?:[.(\[=]|\w+\s*=|\w+\s*\().{0,4000}[;{})\]]\s*"
    r"|\(\s*function\b.{0,4000}|\(\s*\(?\s*\)?\s*=>.{0,2000}|[{}()\[\];,\s]{1,12}|(?:\.|#)[\w-]+(?:\s*[,>+~ ]\s*[.#]?[\w-]+)*\s*\{[^{}]{0,2000}\}?|@media\b.{0,400}|[\w-]{2,30}\s*:\s*[^;{}]{1,60};(?:\s*[\w-]{2,30}\s*:\s*[^;{}]{1,60};)*\s*\}?|\{\s*\".{0,2000}\}\s*,?"
)

#: Names with commas between them and no sentence: the story's tags without their heading.
TAG_LIST = re.compile(r"[^\W\d_][\w .’'&-]{1,40}(?:,\s?[^\W\d_][\w .’'&-]{1,40}){2,30}|#\w[\w .’'-]{1,40}")

_MAX_NOTICE = 3000
_LONG_NOTICE = re.compile(
    r"\W{0,3}(?:legal )?disclaimer\s*[:–—-]|©|copyright ©|.{0,40} provides the (?:information|content) .as is",
    re.IGNORECASE,
)

_COMPILED = {
    zone: (
        [rule.name for rule in LINE_RULES if rule.zone == zone],
        [
            re.compile("|".join(f"(?:{form})" for form in rule.forms), re.IGNORECASE)
            for rule in LINE_RULES
            if rule.zone == zone
        ],
    )
    for zone in ("anywhere", "outside")
}
_SHARE_WORDS = frozenset(
    """share shares facebook fb twitter x whatsapp telegram email e-mail mail linkedin pinterest reddit print copy link url messenger viber tumblr
    pocket vk line threads instagram youtube koo follow us on this article story news via sms skype save bookmark listen tweet pin it like
    google plus google+ rss flipboard comment comments and or with friends to a aa a+ a- digg mix weibo wechat kakao kakaotalk naver band more copied bluesky truecaller
    ok odnoklassniki xing snapchat blogger buffer stumbleupon delicious gmail yahoo evernote hatena imo post click opens in new window icon option options republish""".split()
)
_STRONG_SHARE_WORDS = frozenset(
    "share facebook twitter whatsapp telegram linkedin pinterest reddit messenger viber instagram tweet tumblr koo".split()
)


@lru_cache(maxsize=4096)
def furniture(line: str, *, outside: bool) -> str | None:
    """The name of the rule that takes this whole line for furniture, if one does."""
    if len(line) > MAX_LINE:
        return None
    if is_share_bar(line):
        return "share-bar"
    if (mark := ITEM_MARK.match(line)) and mark.end() < len(line):
        line = line[mark.end() :]
    for zone in ("anywhere", "outside") if outside else ("anywhere",):
        for name, pattern in zip(*_COMPILED[zone], strict=True):
            if pattern.fullmatch(line):
                return name
    return None


def is_long_notice(line: str) -> bool:
    """Notices of the publisher's lawyers run on; their first word is enough."""
    return len(line) < _MAX_NOTICE and _LONG_NOTICE.match(line) is not None


def is_share_bar(line: str) -> bool:
    """Nothing but the names of networks and the words around them, at least one of them unmistakable."""
    if len(line) > 240:
        return False
    words = [word for word in re.split(r"[\s|/•·,:()\[\]]+", line.casefold()) if word]
    return (
        0 < len(words) <= 40
        and any(word in _STRONG_SHARE_WORDS for word in words)
        and all(word in _SHARE_WORDS or word.isdigit() for word in words)
    )
