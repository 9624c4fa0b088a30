"""The words by which bounces, delays, automatic answers and requests are known where no report says it.

In many languages. Patterns in groups, for kinds.py, generic.py and receipts.py. They decide only what kind a mail is;
why a delivery failed is judged by the rules in resources/rules. All are searched without regard to case.
"""

from __future__ import annotations

import re

from modori.rules.guarded import Guarded


def _any(*patterns: str) -> Guarded:
    return Guarded("|".join(patterns))


def _sentences(*patterns: str) -> Guarded:
    """As `_any`; `…` stands for whatever is between two words of one sentence. Addresses in it have full stops."""
    return _any(*(pattern.replace("…", r"(?:[^.\n]|\.\S){0,120}") for pattern in patterns))


FAILURE_SUBJECT = _any(
    r"undeliver(?:ed|able)",
    r"deliver\w{0,8} (?:failure|failed|status|notification|error|problem|report|has failed)",
    r"(?:failure|failed|error) (?:notice|delivery|sending|in delivery)",
    r"mail (?:delivery )?(?:failed|failure|error|system error)",
    r"returned (?:mail|to sender|message)|return(?:ed)? mail:",
    r"could ?n[o']t be delivered|not delivered|unable to deliver|sending your mail",
    r"message (?:undeliver|delivery has failed|not deliver)|permanent (?:delivery )?failure",
    r"(?:user|recipient|mailbox|address) (?:is )?unknown|unknown (?:user|recipient|mailbox)|no such user",
    r"deliver\w{0,8} warning|(?:mail|message) (?:was |has been )?(?:rejected|refused|blocked)",
    r"(?:messaggio|nachricht|message|mensaje|mensagem|bericht|wiadomość|письмо|сообщение)"
    r" (?:rifiutat|abgelehnt|abgewiesen|rejeté|refusé|rechazad|rejeitad|recusad|geweigerd|odrzucon|отклонен)",
    r"\[bounce\]|bounced? (?:mail|message|notification)|rejected: ",
    r"unzustellbar|zustell\w{0,8}fehl|nicht zugestellt|fehler bei der zustellung",
    r"onbestelbaar|niet (?:afgeleverd|bezorgd)|kunde inte (?:levereras|skickas)",
    r"kunne ikke (?:leveres|sendes)|niedostarcz",
    r"nie (?:została |może być )?dostarczon|non[- ]?deliver(?:y|able)|delivery report"
    r"|zustellung fehlgeschlagen|rückläufer",
    r"non distribué|échec de (?:distribution|livraison)|mensaje devuelto|messaggio non|mensagem não|반송|전송 ?실패",
    r"退回|無法(?:投遞|寄送|傳送)|郵件(?:無法|退)",
    r"non[- ]?remis|[ée]chec (?:de|d') ?(?:la )?(?:remise|envoi)|n'a pas pu être (?:remis|livré)",
    r"non recapitabile|mancato recapito|mancata consegna",
    r"no (?:se (?:pudo|puede) )?entreg|devuelto|error de entrega|no se ha podido entregar",
    r"n[ãa]o[_ ]entregue|falha na entrega|olevererbar|ikke leveret|toimitus epäonnistui",
    r"недоставлен|не доставлено|не может быть доставлено",
    r"未送達|未配信|不達|配信不能|(?:配信|送信|配送)(?:できません|失敗|エラー|不能)|届けられ|届きませんでした",
    r"(?:mail|message|delivery) (?:\w+ ){0,3}delayed|delayed (?:mail|message|delivery)"
    r"|warning: (?:could not|message|mail)",
    r"verzögert|retardé|nicht ausgeliefert|(?:配信|配送|送信)(?:が)?(?:遅れ|遅延)",
    r"αποτυχία παράδοσης|ανεπίδοτ|δεν (?:παραδόθηκε|μπόρεσε να παραδοθεί)|nu a putut fi (?:livrat|trimis)|nelivrat",
    r"không (?:gửi|thể gửi|chuyển) được|gagal (?:dikirim|terkirim)|не вдалося доставити|не доставлено|nedoručiteln",
    r"nedoručen|kézbesíthetetlen|teslim edileme|iletilemedi|kan ikke leveres|går inte att leverera|feilet|neizručen",
    r"error en la entrega|aviso de fallo|failed mail|errore (?:di|nella) consegna|erro (?:de|na) entrega"
    r"|fallo de entrega",
    r"échec d.acheminement|fehlgeschlagene zustellung|doručení se nezdařilo|הודעה לא נמסרה|لم يتم تسليم|تعذر تسليم",
    r"メールエラー|エラーメール|エラー通知|宛先不明|返送",
    r"退信|投递失败|投遞失敗|系统退信|无法投递|배달 실패|전송 실패|반송",
)

FAILURE = _any(
    r"(?:has|have) chosen not to|does(?: not|n't) (?:want|wish) to receive",
    r"δεν (?:υπάρχει|βρέθηκε|μπόρεσε|παραδόθηκε)|nu (?:a putut|există|poate fi)|не (?:існує|вдалося|знайдено)"
    r"|không thể",
    r"nem (?:sikerült|létezik|található)|nebylo? možné|nelze doručit|neexistuje|ei voitu|ei löydy"
    r"|teslim edil(?:e)?me",
    r"(?:could|can|did|was|were|is|has|have|be|been)(?: ?not|n't)(?: yet)?(?: be| been| able to)? (?:deliver|reach"
    r"|sent|send|accept|relay)",
    r"does(?: not|n't) accept",
    r"undeliver(?:ed|able)|unable to (?:deliver|send|relay)|wasn't (?:delivered|able to)|did ?n[o']t reach",
    r"deliver\w{0,8} (?:to .{0,100} )?(?:has )?(?:failed|failure|error)|not (?:deliver|reach|be delivered)"
    r"|returned to sender",
    r"failed (?:to deliver|address|recipient|permanently)|permanent (?:fatal )?(?:error|failure)|(?:errors?"
    r"|fail\w{0,8}) (?:while|when|in|during|delivering|sending)",
    r"user unknown|unknown user|no such (?:user|mailbox|recipient|address)|mailbox (?:is )?(?:full|unavailable)"
    r"|(?:user|mailbox|recipient|name|address|account) (?:is |was )?not found|does not exist",
    r"rejected|refused|bounced|following (?:address|recipient|errors?)",
    r"rifiutat|rejetée?|rechazad|rejeitad|recusad|abgewiesen|abgelehnt|geweigerd|odrzucon|отклонен|거부되",
    r"konnte nicht|nicht zugestellt|unzustellbar|n'a pas pu|non remis|no (?:pudo|se pudo|se ha podido)|não (?:pôde"
    r"|foi possível)",
    r"non (?:è stato|ha) (?:possibile|potuto)|kon niet|kunne ikke|kunde inte|не (?:удалось|может|доставлен)",
    r"宛先不明|配信できませんでした|(?:送信|配信|配送|お届け)(?:が|に|は)?(?:でき|失敗|されま)|届き?(?:ませんでした"
    r"|かなかった)",
    r"見つかりません|存在しません|エラー|受信でき|拒否され|无法|退回|失败|실패",
    r"nie (?:została |może być |udało się )?dostarcz|nie istnieje|finns inte|findes ikke|n'a pas été",
    r"non è stato|não foi",
    r"wurde nicht|nicht (?:übermittelt|ausgeliefert|angenommen)|無法|못했습니다|초과|沒有|未能",
    r"送信は.{0,20}中止|届きません",
    r"(?:been|being|was|is) returned|postponed",
    r"has moved|no longer (?:in use|exists|active|valid|here)|will be retried|has been delayed",
)

# Said to whom the mail is from, of those it was for.
FAILED_FOR = _any(
    r"(?:could|can|was|were|has|have|been)(?: ?not|n't)(?: be| been)? deliver\w{0,3}"
    r"(?: (?:the |your |this )?(?:e-?mail|mail|message))? to (?:the following|<?[^\s@]{1,64}@)",
    r"(?:could|can) ?not deliver (?:(?:the |your |this )?(?:e-?mail|mail|message) )?to the following",
    r"unable to deliver (?:(?:the |your |this )?(?:e-?mail|mail|message) )?to (?:the following|<?[^\s@]{1,64}@)",
    r"(?:mail|message) to the following (?:recipients?|address\w*|users?) (?:could|can|was|were)(?: ?not|n't)",
    r"did not reach the following|n'a pas pu [eê]tre (?:délivré|delivre|remis)e? [àa]|non è stato recapitato a"
    r"|konnte (?:an )?(?:folgende|die folgenden)|no se (?:pudo|ha podido) entregar (?:su mensaje )?a"
    r"|(?:次|以下)の(?:宛先|受信者|アドレス).{0,20}(?:配信|配送|送信|届)",
)

# Said to the sender of a mail of that mail ("your message to …") by a machine that nobody reads; people may say it too.
TOLD_SENDER = _sentences(
    r"(?:your|the) (?:e-?mail|mail|message)(?: (?:that |which )?you (?:sent|wrote|addressed))?(?: sent| addressed)?"
    r" (?:to|for) <?[^\s@]{1,64}@[^\n]{0,200}(?:not |n't |fail|undeliver|returned|rejected|refused|blocked|bounced)",
    r"(?:your|the) (?:e-?mail|mail|message|following (?:mail|message|e-?mail))… (?:could|can|was|has|did)"
    r"(?: ?not|n't)|(?:message|mail) (?:that )?you sent (?:could|can|was|has)",
    r"deliver\w{0,3} (?:(?:to|for) [^\n]{1,200} )?(?:has |have )?(?:failed|is not possible|was not possible)"
    r"|(?:could|can)(?: ?not|n't) (?:be )?deliver\w{0,3}(?: to)?:?$",
    r"did not reach|undeliverable to|(?:wasn't|was not|not) able to deliver|could not deliver your|is undeliverable"
    r"|(?:failed|error) (?:to deliver|delivering|while delivering)|following address(?:\(es\)|es)? (?:failed|had)",
    r"(?:ihre|ihrer|diese|die) (?:nachricht|e-?mail|mail)…nicht|folgende[rn]?(?:\(r\))? empfänger"
    r"|empfänger nicht erreicht",
    r"votre (?:message|courriel|e-?mail|mail)…n'a|destinataires? suivants?|échec de la remise"
    r"|pas pu être remis",
    r"(?:su|tu|el) (?:mensaje|correo)… no |no (?:se )?(?:pudo|ha podido) entregar"
    r"|entrega a estos destinatarios",
    r"mensagem… não |não (?:pôde|foi possível)|messaggio…non |non (?:è stato|è possibile)",
    r"(?:uw|dit|het) (?:bericht|e-?mail)…niet|wiadomo[śs]… nie "
    r"|zpráv…(?:se ne|neb)",
    r"(?:письм|сообщени)…(?:не |отказ)|лист…не |mesajul…nu |μήνυμ…δεν"
    r"|thư…không|viesti… ei |üzenet…nem |(?:meddelande|besked|melding)…"
    r"(?:inte|ikke)|ההודעה…לא|رسال…(?:لم|تعذر)|[iİ]leti…edileme",
    r"(?:次|以下|下記)の(?:宛先|受信者|アドレス|メール|お届け先)[^。\n]{0,80}(?:配信|配送|送信|送達|届|拒否|失敗|エラー|でき)",
    r"(?:送信|お送り|ご送信|配信)(?:した|された|いただいた|いただきました|しようとした)?メール[^。\n]{0,80}"
    r"(?:届|配信|配送|送信|拒否|でき|戻|返)|メール(?:を|が|は)[^。\n]{0,60}(?:届け(?:でき|られ)|届きませ|届かな|配信でき|送信でき"
    r"|送達でき|配送でき|返送|お返し)|宛(?:の|に)[^。\n]{0,40}メール[^。\n]{0,40}(?:でき|届|拒否)",
    r"(?:邮件|郵件|信件)[^。\n]{0,80}(?:退回|退了|未能|无法|無法|失败|失敗|沒有|没有)"
    r"|(?:보내신|발송하신|귀하의|다음)…(?:메일|메시지|받는)…(?:못|실패|반송|않)",
)
# A sentence of what happens now and then, or to somebody else.
SUPPOSING = re.compile(
    r"\b(?:when(?:ever)?|if|why|how|sometimes|wrote|asked|wenn|falls|warum|wieso|quand|lorsque|si|pourquoi|cuando"
    r"|por qué|quando|perché|wanneer|waarom|gdy|jeśli|dlaczego|когда|если|почему|když|pokud|proč)\b"
    r"|とき|場合|ことがあり|なぜ|理由は何|如果|为什么|為什麼|有时|有時|때|경우|왜",
    re.IGNORECASE,
)
# Subjects of those who answer questions about mail that failed.
TICKET = re.compile(r"\b(?:ticket|case|request|incident|vorgang)\b|お問い?合わせ|工[单單]|문의|#\d{2,}", re.IGNORECASE)
# Addresses that nobody reads answers at.
UNATTENDED = re.compile(
    r"no-?_?\.?reply|(?:do)?-?_?not-?_?reply|donot_?reply|nicht-?_?antworten|keine-?_?antwort|ne-?_?pas-?_?repondre"
    r"|no-?_?responder|nao-?_?respond|non-?_?rispond|niet-?_?(?:be)?antwoorden|mailer|daemon|bounce|deliver|gateway|relay"
    r"|mta(?:\b|\d)|smtp|mail-?(?:admin|system|server|sys|gw|router|filter|robot|info)\b|mailgw|mailfilter"
    r"|system(?:\b|-)|notif(?:y|ication)|robot|automat|undeliver",
    re.IGNORECASE,
)

DELAY = _any(
    r"postponed|we will continue to try",
    r"still being retried|warning message only|this is a warning only|will (?:keep|continue) (?:trying|to try)"
    r"|will be retried",
    r"not yet been delivered|not been delivered (?:yet|to all)|delivery (?:attempts will|status notification \(delay)"
    r"|delivery incomplete",
    r"delayed mail|delivery (?:has been )?(?:incomplete|delayed)|ha(?:s|ve) been delayed"
    r"|message .{0,80} delayed \d+ hours",
    r"no action is required on your part|do not need to resend|temporary failure, will",
    r"(?:noch nicht|nog niet|endnu ikke|ennå ikke|ännu inte|ancora|pas encore|todavía|aún no|ainda não|jeszcze"
    r"|ещё не|еще не)"
    r" .{0,40}(?:zugestellt|bezorgd|afgeleverd|leveret|levererats|recapitat|consegnat|remis|distribué|entregad"
    r"|entregue|dostarczon|доставлен)",
    r"(?:zustellversuche|weitere versuche|tentatives|intentos|tentativi|tentativas|pogingen).{0,60}"
    r"(?:weiter|unternommen|folgen|continu|proseguir|seguir|verdere|effettuat)|wird weiterhin versucht"
    r"|まだ(?:配信|配送|お届け)|尚未(?:送达|送達|投递|投遞)|将继续(?:尝试|投递)|아직 (?:배달|전송|전달)",
    r"(?:was|is|being) delayed|will retry|retry automatically|keep trying|still awaiting delivery",
    r"se(?:guirá| seguirá| continuará) intentando|sera retenté|nouvelles? tentatives?|erneut versucht|verrà ritentat",
    r"wird weiter versucht|verzögert|retardé|retrasad[oa]|配信が遅れて|遅延|再送(?:を試|し続け|を続)"
    r"|再度配信を試みます|再試行されます",
)

WARNING_ONLY = re.compile(
    r"this is a warning (?:message )?only|warning message only|will be retried until"
    r"|do not need to resend",
    re.IGNORECASE,
)

GAVE_UP = _any(
    r"given up|giving up|gave up|permanent(?:ly)? (?:fatal |delivery )?(?:fail|error|fatal)"
    r"|removed from the .{0,10}queue|could not be delivered for|failed permanently"
    r"|final attempt",
    r"no longer (?:be )?(?:retr|try)|will not be retried|deleted from queue|been returned|expired|配信を中止|断念",
)

OUT_OF_OFFICE = _any(
    r"^\W*(?:(?:re|aw|sv|antw):\s*)?(?:auto(?:matic|mated)?[ -]?(?:reply|response|responder|answer)|auto(?:re)?:)",
    r"\bout of (?:the )?office\b|^\W*vacation|away from (?:my|the) (?:mail|office|desk)|\bon (?:holiday|vacation"
    r"|leave)\b",
    r"abwesenheit|automatische antwort|nicht im (?:büro|haus)|r[ée]ponse automatique|absence du bureau"
    r"|absent du bureau",
    r"respuesta autom|fuera de (?:la )?oficina|risposta automatica|fuori (?:sede|ufficio)|automatisch antwoord"
    r"|afwezig|resposta autom",
    r"automatisk? (?:svar|svarmeddelande)|autosvar|frånvaro|fravær|automaattinen vastaus|poissaolo"
    r"|odpowied[źz] automatyczna|automatyczna odpowied[źz]|nieobecno|automatick[áa] odpove[ďd]|automatická odpověď"
    r"|mimo kancel|automatikus v[áa]lasz|házon kívül|otomatik yan[ıi]t|ofis dışı|αυτόματη απάντηση|εκτός γραφείου",
    r"автоответ|автоматический ответ|автоматична відповідь|автоматичен отговор|вне офиса|в отпуске|răspuns automat"
    r"|samodejni odgovor|automatski odgovor|resposta automàtica|balasan otomatis|trả lời tự động|ตอบกลับอัตโนมัติ"
    r"|רשומה אוטומטית|תשובה אוטומטית|رد تلقائي",
    r"自动(?:答复|应答)|自動(?:回覆|回復|答覆)|休假|부재 ?중|受け付けました|受付(?:完了|のお知らせ)",
    r"automaatvastus|automatinis atsakymas|automātisk[āa] atbilde|sjálfvirkt svar|automatyczna odp",
    r"自動(?:返信|応答|送信)|不在(?:通知|の(?:お知らせ|ため|連絡)|にして|です)|休暇|お問い?合わせ.{0,12}(?:ありがとう"
    r"|受け?付け)|자동 ?(?:회신|응답)|自动回复",
)

AUTO_TEXT = _any(
    r"i(?: a|')m (?:currently )?(?:out of|away|on (?:vacation|holiday|leave))|(?:this is an )?automat(?:ic"
    r"|ed) (?:reply|response)",
    r"out of (?:the )?office|we (?:have )?received your (?:e?-?mail|message|inquiry)",
    r"ich bin .{0,40}(?:nicht im b|abwesend)|bin ich nicht (?:im|erreichbar)|je suis (?:actuellement )?absent",
    r"(?:have|has been) received your (?:request|enquiry|question|ticket|support)"
    r"|your (?:request|enquiry|question|ticket|message|e-?mail) (?:has been|was) received"
    r"|received your (?:request|enquiry|question)|ticket (?:has been|was|is) (?:created|opened|registered)"
    r"|type your reply above|thank you for contacting",
    r"(?:ihre|deine) (?:anfrage|nachricht|e-?mail|mail) (?:ist bei uns eingegangen|wurde empfangen)"
    r"|haben ihre (?:anfrage|nachricht|e-?mail) (?:erhalten|empfangen)|(?:avons )?bien reçu votre|hemos recibido su"
    r"|abbiamo ricevuto (?:la )?(?:sua|tua|vostra)|recebemos (?:a )?sua|hebben (?:uw|je) .{0,20}ontvangen",
    r"estoy (?:fuera|de vacaciones)|estaré (?:fuera|ausente)|estou (?:de férias|fora|ausente)"
    r"|sono (?:in ferie|fuori|assente)|ben (?:afwezig|op vakantie)|(?:är|er) på (?:semester|ferie)|olen lomalla"
    r"|jestem nieobecn|(?:jsem|budu) mimo"
    r"|я в отпуске|меня нет|szabadságon vagyok|休假中|正在休假|不在办公室|不在辦公室|휴가 ?중|부재 ?중",
    r"自動(?:返信|応答)|不在(?:にし|です|のため)|(?:お問い?合わせ|メール)を?(?:受け?付け|受信し|拝受)|返信専用"
    r"|送信専用|我将尽快回复",
)

CHALLENGE = _any(
    r"verify (?:that you are|yourself|your (?:e-?mail|address|identity))|real (?:live )?human|that you are human"
    r"|not a (?:robot|spam)",
    r"requires? verification|verification required|requests that senders verify|boxtrapper|spam ?arrest|\btmda\b"
    r"|active spam killer|choicemail|ask-confirm"
    r"|challenge[- /]response",
    r"sender (?:verification|confirmation|authentication)|(?:your|for your) confirmation (?:that|needed|required)"
    r"|confirmation needed",
    r"(?:added to|add yourself to|to be on) (?:\w+ ){0,2}(?:recipient's |boxbe )?(?:allowed|guest|safe|white)\s?list"
    r"|(?:list of )?approved senders|to have your (?:message|mail|e-mail) delivered|please confirm (?:your|this"
    r"|that) (?:message|mail|e-?mail|you)",
    r"confirm (?:that )?you(?:r message| are)|awaiting your registration|permission-based",
    r"bestätigen sie (?:einmalig|bitte|ihre (?:nachricht|mail|e-mail|adresse))|mensch schreibt|dass sie (?:kein"
    r"|ein mensch)",
    r"prouver que vous êtes|vous êtes humain|confirmer votre adresse d'exp[ée]diteur|authentifiez-vous"
    r"|confirmation d'exp[ée]diteur",
    r"que (?:es una persona|no es un robot|es humano)|confirmaci[óo]n (?:de env|del remitente)|essere una persona"
    r"|conferma del mittente",
    r"tira-?teima|digite os caracteres|confirme que você|送信者(?:の)?(?:確認|認証)|(?:人間|本人)であること"
    r"|ロボットでない",
    r"证明您不是|请(?:验证|驗證|确认)您的|點擊.{0,20}驗證|스팸이 아님",
)

STOP = _any(
    r"\bun-?subscri|remove me\b|\bopt[ -]?out|stop (?:sending|these|this|the)|take me off|(?:no longer|don't"
    r"|do not) (?:want|wish|send)",
    r"cancel (?:my|the) (?:subscription|newsletter)|\babmelden|abbestell|austragen|melden sie mich .{0,60}\bab\b"
    r"|aus (?:dem|ihrem) verteiler",
    r"d[ée]sabonn|d[ée]sinscri|ne plus recevoir|cancelar (?:la |mi )?suscripci|darme de baja|(?:dar|dé|den)(?:me"
    r"|se)? de baja|no (?:deseo|quiero) recibir",
    r"disiscri|cancell\w+ (?:la mia )?iscrizione|afmelden|uitschrijven|cancelar (?:minha )?inscri|descadastr",
    r"配信(?:を)?(?:停止|解除|中止|不要)|(?:メルマガ|メール|購読|配信|登録)(?:の|を|は)?(?:停止|解除|退会|やめ|止め"
    r"|中止|キャンセル|不要)",
    r"(?:配信|送信|送付)(?:を|は)?(?:しないで|お断り|不要)|(?:リスト|名簿)から(?:外し|削除|はずし)",
    r"odhlásit|wypisa[ćn]|rezygnuj|отпис(?:ать|ыв|к)|leiratkoz|avprenumerera|avregistrera|afmeld mig|avmeld"
    r"|abonelikten"
    r"|dezabon|구독 ?(?:취소|해지)|그만 ?보내|不要再(?:发|發|寄)|从.{0,12}(?:列表|名单).{0,6}(?:删|移)",
    r"cancellarmi|togliermi|toglietemi|rimuove(?:temi|rmi|re il mio)|(?:retirem?|removam?|tirem?|excluam?) (?:me"
    r"|o meu|meu)",
    r"退会|(?:配信|送信)(?:を|は)?(?:やめ|止め|とめ)|送らないで|もう(?:結構|いりません)|退订|退訂|取消订阅"
    r"|수신 ?거부",
)
STOP_LINE = re.compile(
    r"\A\W*(?:please )?(?:unsubscribe|stop|remove|quit|leave|signoff|cancel|opt[ -]?out|退会|停止|解除|配信停止"
    r"|abmelden|abbestellen|baja|désinscription|退订)"
    r"(?: me)?\W*\Z",
    re.IGNORECASE,
)
STOP_ADDRESS = re.compile(
    r"(?:\A|[-+._])(?:unsub\w*|stop|leave|opt-?out|remove|signoff|sign-?out|taikai|teishi|kaijo|baja|abmelden|off"
    r"|desinscription)(?:\Z|[-+._])",
    re.IGNORECASE,
)
NOT_ASKING = _any(
    r"(?:how|where) (?:do|can) (?:i|we|you)|(?:do not|don't|not) (?:unsubscribe|remove|take (?:me|us))",
    r"停止しないで|(?:停止|解除"
    r"|退会)(?:は)?できますか|unsubscribe link (?:in|of) your",
    r"never (?:want to )?unsubscri|(?:did not|didn't|was|got|accidentally|why) unsubscri|(?:was|am|were) (?:i"
    r"|we) unsub"
    r"|unsubscri\w+ (?:me )?(?:by (?:mistake|accident)|accidentally|in error)|(?:subscribe|sign up) again"
    r"|re-?subscri",
    r"versehentlich (?:ab|aus)|wieder anmelden|erneut anmelden|d[ée]sabonn\w+ par erreur|réabonn|réinscri"
    r"|de baja por error|volver a suscrib|cancellat\w+ per errore",
    r"(?:間違(?:えて|って)|誤って)(?:配信|購読)?(?:を)?(?:停止|解除)|再登録|再開|(?:解除|停止)(?:されて|されました"
    r"|してしまい)",
)

QUOTE = re.compile(
    r"^(?:>|[ \t]*-{2,}[ \t]*(?:original|forwarded|ursprüngliche|message d'origine|元のメッセージ|転送)|_{10,}"
    r"|on .{5,120}wrote:|am .{5,120}schrieb"
    r"|le .{5,120} a écrit|el .{5,120} escribió|from: |von: |差出人[:\uff1a]|送信者[:\uff1a]"
    r"|\d{4}年\d{1,2}月\d{1,2}日.{0,120}(?::|:|>)\s*$"
    r"|\d{4}[/-]\d{1,2}[/-]\d{1,2}.{0,120}(?:wrote|<[^>]*>)\s*[:\uff1a]?\s*$)",
    re.MULTILINE | re.IGNORECASE,
)
# A person answers or hands on, in the languages of mail programs.
PASSED_ON = re.compile(
    r"^\s*(?:\[[^\]]{1,30}\]\s*|\*{2,}[^*]{1,12}\*{2,}\s*)?"
    r"(?:re|aw|sv|vs|antw|res|rv|tr|wg|fwd?|enc|doorst|pd|vb|回复|答复|转发|轉寄|返信|転送)\s*[:\uff1a]",
    re.IGNORECASE,
)
REPLY_PREFIX = re.compile(
    r"^\s*(?:\[[^\]]{1,30}\]\s*|\*{2,}[^*]{1,12}\*{2,}\s*)?(?:(?:re|aw|sv|antw|res|rv|回复|返信)\s*[:\uff1a]\s*)+",
    re.IGNORECASE,
)

NOTICE = _any(
    r"awaits? moderator|moderator approval|members[- ]only|not member article|held for (?:approval|moderation)"
    r"|soumis à modération",
    r"post(?:ing)? (?:to|by) .{0,60}(?:rejected|non-member)|承認待ち|\bmoderation\b",
    r"\bvirus(?:es)? (?:detected|found|in your|alert|warning)|banned contents|infected (?:mail|message|attachment)"
    r"|ウイルス(?:を検出|が検出|検知)",
    r"quarantine|隔離",
    r"\blog ?watch\b|\blog (?:file )?summar|^(?:\[[^\]]{1,30}\]\s*)?cron ?<",
)
DOUBLE_BOUNCE = "but the bounce bounced"

RECEIPT_SUBJECT = _any(
    r"^(?:\[[^\]]{1,30}\]\s*)?(?:read|not read|gelesen|ungelesen|lu|non lu|leído|no leído|letto|lido|gelezen)\s?: ",
    r"^(?:read|return) receipt|^開封(?:済み|通知|確認|しました)|^(?:既読|未読|未開封)|lesebest|accusé de (?:lecture"
    r"|réception)|confirmaci[óo]n de lectura|^已读",
)
RECEIPT_TEXT = _any(
    r"was (?:read|opened|received by|displayed)|has been (?:read|displayed|opened)|wurde (?:am .{0,60})?(?:gelesen"
    r"|angezeigt)|a été (?:lu|ouvert|affiché)",
    r"開かれました|開封(?:しました|されました)|読まれました|表示されました|既読|已读|disposition|fue leído",
)
COPY = re.compile(
    r"\A\s*(?:\[[^\]]{1,20}\]\s*|\*{2,}[^*]{1,12}\*{2,}\s*)?(?:postmaster (?:copy|notify|warning)\b"
    r"|postfix smtp server: errors from)",
    re.IGNORECASE,
)
CONTACT = re.compile(
    r"contact|questions?\b|\bhelp|support|assist|write to|reply to|please (?:send|forward|mail)|abuse|\bfrom\b|sender"
    r"|kontakt|fragen|hilfe|absender|\bvon\b|contacte|question|aide|expéditeur|ayuda|remitente|mittente|remetente"
    r"|отправител|вопрос|問い?合わせ|連絡|差出人|送信者|联系|發件人|发件人|문의|보낸",
    re.IGNORECASE,
)
GOODS = re.compile(
    r"\b(?:parcel|parcels|package|packages|shipment|shipments|order|orders|invoice|courier|tracking|paket"
    r"|sendungsnummer|bestellung|colis|commande"
    r"|paquete|pedido|pacco|ordine|encomenda)\b|宅配|荷物|お届け物|ご注文|包裹|快递|訂單|订单",
    re.IGNORECASE,
)
MAIL = re.compile(
    r"mail|message|deliver|zustell|nachricht|courriel|courrier|mensaje|mensagem|correo|correio|messaggio|posta"
    r"|bericht"
    r"|wiadomo|besked|meddel|viesti|письм|сообщ|доставл|παράδοσ|μήνυμα|mesaj|livrat|zpráv|doruč|üzenet|kézbes|ileti"
    r"|лист|הודעה|رسال|entreg|consegna|delivery|\bthư\b"
    r"|メール|配信|送信|配送|不達|宛先|邮件|郵件|退信|退回|投递"
    r"|投遞|메일|반송",
    re.IGNORECASE,
)
# Words that only guess: a text with them says what may be, not what is.
GUESS = re.compile(
    r"\b(?:may|might|possib\w+(?! truncated)|perhaps|maybe|probabl\w+|usual\w*|typical\w*|often|common\w*|either"
    r"|could (?:be|mean|also)"
    r"|can (?:be|mean)|for example|e\.g|such as|reasons? (?:are|include|can)|following reasons"
    r"|vielleicht|möglich\w*|eventuell"
    r"|könnte|peut-être|pourrait|peut être|puede|podría|quizá\w*|pode|talvez|potrebbe|forse|может|возможно)\b"
    r"|可能|場合|恐れ|おそれ|かもしれ|など|也许|或许|수 있",
    re.IGNORECASE,
)
NEW_ADDRESS = re.compile(
    r"(?:new (?:e-?mail )?address|please use|neue (?:e-?mail-?)?adresse|nouvelle adresse|nueva dirección"
    r"|新しい(?:メール)?アドレス)"
    r"[^@\n]{0,60}@\S+",
    re.IGNORECASE,
)
DELIVERED = re.compile(r"\b(?:delivered|relayed|sent|ok|accepted|success\w*)\b|配信済|成功", re.IGNORECASE)
SUCCESS = _any(r"success\w* (?:mail )?deliver|deliver\w* success|\b250[ -]2\.\d\.\d")
# Also said of those who were reached beside others who were not, and easily negated: only where nothing has gone wrong.
ARRIVED = _any(
    r"(?:has been|was|were|have been) delivered to|delivery to these recipients or groups is complete"
    r"|正常に配信(?:され(?!ませ|な)|しま)|配信(?:は|が)?(?:されました|完了)|erfolgreich zugestellt|a été remis"
    r"|ha sido entregado|è stato (?:recapitato|consegnato)|foi entregue|投递成功|已送达",
)
UNLUCKY = _any(
    r"fail|undeliver|could ?n[o']t|not (?:be |been )?(?:delivered|reached|sent)|できませ|不達|nicht|n'a pas|non è"
    r"|não|\bno "
    r"|失败|未送达|未能",
)
