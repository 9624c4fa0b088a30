<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US" sourcelanguage="en_US">
<context>
    <name>CleanDialog</name>
    <message numerus="yes">
        <source>%1: %Ln mail(s) moved to “%2”.</source>
        <translation>
            <numerusform>%1: %Ln mail moved to “%2”.</numerusform>
            <numerusform>%1: %Ln mails moved to “%2”.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %Ln mail(s) marked as read.</source>
        <translation>
            <numerusform>%1: %Ln mail marked as read.</numerusform>
            <numerusform>%1: %Ln mails marked as read.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&amp;Move %Ln mail(s)</source>
        <translation>
            <numerusform>&amp;Move %Ln mail</numerusform>
            <numerusform>&amp;Move %Ln mails</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Mark %Ln mail(s) as &amp;read</source>
        <translation>
            <numerusform>Mark %Ln mail as &amp;read</numerusform>
            <numerusform>Mark %Ln mails as &amp;read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>De&amp;lete %Ln mail(s)…</source>
        <translation>
            <numerusform>De&amp;lete %Ln mail…</numerusform>
            <numerusform>De&amp;lete %Ln mails…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %Ln mail(s) for good</source>
        <translation>
            <numerusform>Delete %Ln mail for good</numerusform>
            <numerusform>Delete %Ln mails for good</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln mail(s) put back.</source>
        <translation>
            <numerusform>%Ln mail put back.</numerusform>
            <numerusform>%Ln mails put back.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln mail(s) moved to “%1”.</source>
        <translation>
            <numerusform>%Ln mail moved to “%1”.</numerusform>
            <numerusform>%Ln mails moved to “%1”.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln mail(s) marked as read.</source>
        <translation>
            <numerusform>%Ln mail marked as read.</numerusform>
            <numerusform>%Ln mails marked as read.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln mail(s) deleted on the server.</source>
        <translation>
            <numerusform>%Ln mail deleted on the server.</numerusform>
            <numerusform>%Ln mails deleted on the server.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln mail(s) could not be found there any more.</source>
        <translation>
            <numerusform>%Ln mail could not be found there any more.</numerusform>
            <numerusform>%Ln mails could not be found there any more.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DecideDialog</name>
    <message numerus="yes">
        <source>%1 (%Ln address(es))</source>
        <translation>
            <numerusform>%1 (%Ln address)</numerusform>
            <numerusform>%1 (%Ln addresses)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Decisions</name>
    <message numerus="yes">
        <source>back to the proposal (%n address(es))</source>
        <translation>
            <numerusform>back to the proposal (%n address)</numerusform>
            <numerusform>back to the proposal (%n addresses)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>“%1” (%n address(es))</source>
        <translation>
            <numerusform>“%1” (%n address)</numerusform>
            <numerusform>“%1” (%n addresses)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EvidencePane</name>
    <message numerus="yes">
        <source>History (%n)</source>
        <translation>
            <numerusform>History (%n)</numerusform>
            <numerusform>History (%n)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n selected addresses</source>
        <translation>
            <numerusform>%n selected address</numerusform>
            <numerusform>%n selected addresses</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It failed %n more time(s) since you decided.</source>
        <translation>
            <numerusform>It failed once more since you decided.</numerusform>
            <numerusform>It failed %n more times since you decided.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message numerus="yes">
        <source>Save %Ln address(es)…</source>
        <translation>
            <numerusform>Save %Ln address…</numerusform>
            <numerusform>Save %Ln addresses…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln hour(s) ago</source>
        <translation>
            <numerusform>%Ln hour ago</numerusform>
            <numerusform>%Ln hours ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln minute(s) ago</source>
        <translation>
            <numerusform>%Ln minute ago</numerusform>
            <numerusform>%Ln minutes ago</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportResult</name>
    <message numerus="yes">
        <source>%Ln address(es)</source>
        <translation>
            <numerusform>%Ln address</numerusform>
            <numerusform>%Ln addresses</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportsDialog</name>
    <message numerus="yes">
        <source>%Ln of them bounced again: look whether the tool really stopped them.</source>
        <translation>
            <numerusform>%Ln of them bounced again: look whether the tool really stopped it.</numerusform>
            <numerusform>%Ln of them bounced again: look whether the tool really stopped them.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message numerus="yes">
        <source>%Ln shown</source>
        <translation>
            <numerusform>%Ln shown</numerusform>
            <numerusform>%Ln shown</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln new row(s) above: go there</source>
        <translation>
            <numerusform>%Ln new row above: go there</numerusform>
            <numerusform>%Ln new rows above: go there</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FolderPage</name>
    <message numerus="yes">
        <source>%Ln mail(s) to read</source>
        <translation>
            <numerusform>%Ln mail to read</numerusform>
            <numerusform>%Ln mails to read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n minute(s)</source>
        <translation>
            <numerusform>about %n minute</numerusform>
            <numerusform>about %n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n hour(s)</source>
        <translation>
            <numerusform>about %n hour</numerusform>
            <numerusform>about %n hours</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>IncidentList</name>
    <message numerus="yes">
        <source>Show %Ln more incident(s)</source>
        <translation>
            <numerusform>Show %Ln more incident</numerusform>
            <numerusform>Show %Ln more incidents</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ListOffer</name>
    <message numerus="yes">
        <source>%Ln reader(s)</source>
        <translation>
            <numerusform>%Ln reader</numerusform>
            <numerusform>%Ln readers</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ListOrErrors</name>
    <message numerus="yes">
        <source>It has %Ln address(es), but no error messages that Modori knows.</source>
        <translation>
            <numerusform>It has %Ln address, but no error messages that Modori knows.</numerusform>
            <numerusform>It has %Ln addresses, but no error messages that Modori knows.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Mailboxes</name>
    <message numerus="yes">
        <source>%Ln file(s)</source>
        <translation>
            <numerusform>%Ln file</numerusform>
            <numerusform>%Ln files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MoveDialog</name>
    <message numerus="yes">
        <source>%Ln mailbox(es) loaded, with all decisions.</source>
        <translation>
            <numerusform>%Ln mailbox loaded, with all decisions.</numerusform>
            <numerusform>%Ln mailboxes loaded, with all decisions.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PolicyDialog</name>
    <message numerus="yes">
        <source> day(s)</source>
        <translation>
            <numerusform> day</numerusform>
            <numerusform> days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source> newsletter(s)</source>
        <translation>
            <numerusform> newsletter</numerusform>
            <numerusform> newsletters</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This change moves %Ln address(es) from “%1” to “%2”.</source>
        <translation>
            <numerusform>This change moves %Ln address from “%1” to “%2”.</numerusform>
            <numerusform>This change moves %Ln addresses from “%1” to “%2”.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReadersDialog</name>
    <message numerus="yes">
        <source>%Ln failing address(es) not on this list.</source>
        <translation>
            <numerusform>%Ln failing address is not on this list.</numerusform>
            <numerusform>%Ln failing addresses are not on this list.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&amp;Save the list without %Ln address(es)…</source>
        <translation>
            <numerusform>&amp;Save the list without %Ln address…</numerusform>
            <numerusform>&amp;Save the list without %Ln addresses…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RecipientModel</name>
    <message numerus="yes">
        <source>%1 (you), failed %n time(s) since</source>
        <translation>
            <numerusform>%1 (you), failed %n time since</numerusform>
            <numerusform>%1 (you), failed %n times since</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %2, because of: %3. Failed in %n sending(s), last on %4.</source>
        <translation>
            <numerusform>%1: %2, because of: %3. Failed in %n sending, last on %4.</numerusform>
            <numerusform>%1: %2, because of: %3. Failed in %n sendings, last on %4.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RemoveDialog</name>
    <message numerus="yes">
        <source>%Ln address(es)</source>
        <translation>
            <numerusform>%Ln address</numerusform>
            <numerusform>%Ln addresses</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln mail(s)</source>
        <translation>
            <numerusform>%Ln mail</numerusform>
            <numerusform>%Ln mails</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Your subscriber list goes with it: %Ln reader(s) with their names.</source>
        <translation>
            <numerusform>Your subscriber list goes with it: %Ln reader with the name.</numerusform>
            <numerusform>Your subscriber list goes with it: %Ln readers with their names.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RulesDialog</name>
    <message numerus="yes">
        <source>This rule matches %Ln failure(s).</source>
        <translation>
            <numerusform>This rule matches %Ln failure.</numerusform>
            <numerusform>This rule matches %Ln failures.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>With these rules %Ln address(es) would get another proposal.</source>
        <translation>
            <numerusform>With these rules %Ln address would get another proposal.</numerusform>
            <numerusform>With these rules %Ln addresses would get another proposal.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ScanBar</name>
    <message numerus="yes">
        <source>The connection broke after %Ln mail(s). Trying again in %1…</source>
        <translation>
            <numerusform>The connection broke after %Ln mail. Trying again in %1…</numerusform>
            <numerusform>The connection broke after %Ln mails. Trying again in %1…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln bounce(s)</source>
        <translation>
            <numerusform>%Ln bounce</numerusform>
            <numerusform>%Ln bounces</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n second(s)</source>
        <translation>
            <numerusform>%n second</numerusform>
            <numerusform>%n seconds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n second(s) left</source>
        <translation>
            <numerusform>about %n second left</numerusform>
            <numerusform>about %n seconds left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n minute(s) left</source>
        <translation>
            <numerusform>about %n minute left</numerusform>
            <numerusform>about %n minutes left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n hour(s) left</source>
        <translation>
            <numerusform>about %n hour left</numerusform>
            <numerusform>about %n hours left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Stopped after %Ln mail(s) that were judged again. The rest follows next time.</source>
        <translation>
            <numerusform>Stopped after %Ln mail that was judged again. The rest follows next time.</numerusform>
            <numerusform>Stopped after %Ln mails that were judged again. The rest follows next time.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln mail(s) judged again: the rules are new. Your own decisions stay.</source>
        <translation>
            <numerusform>%Ln mail judged again: the rules are new. Your own decisions stay.</numerusform>
            <numerusform>%Ln mails judged again: the rules are new. Your own decisions stay.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Cancelled after %Ln mail(s). What was read stays.</source>
        <translation>
            <numerusform>Cancelled after %Ln mail. What was read stays.</numerusform>
            <numerusform>Cancelled after %Ln mails. What was read stays.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln mail(s) read: %1, %2.</source>
        <translation>
            <numerusform>%Ln mail read: %1, %2.</numerusform>
            <numerusform>%Ln mails read: %1, %2.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln failed address(es)</source>
        <translation>
            <numerusform>%Ln failed address</numerusform>
            <numerusform>%Ln failed addresses</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message numerus="yes">
        <source>%1, %n entry(s)</source>
        <translation>
            <numerusform>%1, %n entry</numerusform>
            <numerusform>%1, %n entries</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SummaryPage</name>
    <message numerus="yes">
        <source>and %Ln more domain(s): use the search</source>
        <translation>
            <numerusform>and %Ln more domain: use the search</numerusform>
            <numerusform>and %Ln more domains: use the search</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln address(es)</source>
        <translation>
            <numerusform>%Ln address</numerusform>
            <numerusform>%Ln addresses</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TimeLine</name>
    <message numerus="yes">
        <source>Time line of %n mail(s)</source>
        <translation>
            <numerusform>Time line of %n mail</numerusform>
            <numerusform>Time line of %n mails</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>_Line</name>
    <message numerus="yes">
        <source>Keep sending to all %Ln</source>
        <translation>
            <numerusform>Keep sending to %Ln</numerusform>
            <numerusform>Keep sending to all %Ln</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Unsubscribe all %Ln</source>
        <translation>
            <numerusform>Unsubscribe %Ln</numerusform>
            <numerusform>Unsubscribe all %Ln</numerusform>
        </translation>
    </message>
</context>
</TS>
