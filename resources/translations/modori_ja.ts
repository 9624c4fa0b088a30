<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja_JP" sourcelanguage="en_US">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About Modori</source>
        <translation>Modori について</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>バージョン %1</translation>
    </message>
    <message>
        <source>Finds out which addresses of a newsletter are dead, and why.</source>
        <translation>メールマガジンの届かないアドレスと、その理由を調べます。</translation>
    </message>
    <message>
        <source>MIT licence. Icons: Lucide (ISC licence). Built with Qt.</source>
        <translation>MITライセンス。アイコン：Lucide（ISCライセンス）。Qtを使用しています。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
</context>
<context>
    <name>AccountDialog</name>
    <message>
        <source>Connect a mailbox</source>
        <translation>メールボックスに接続する</translation>
    </message>
    <message>
        <source>Mailbox settings</source>
        <translation>メールボックスの設定</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>進み具合</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>戻る</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Where is the mailbox?</source>
        <translation>メールボックスの場所</translation>
    </message>
    <message>
        <source>The mailbox to which your newsletter&apos;s returned mail comes.</source>
        <translation>メールマガジンのエラーメールが届くメールボックスを指定します。</translation>
    </message>
    <message>
        <source>Look it up</source>
        <translation>サーバーを探す</translation>
    </message>
    <message>
        <source>Sign in with %1</source>
        <translation>%1でサインイン</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>接続する</translation>
    </message>
    <message>
        <source>What shall Modori read?</source>
        <translation>読み込むフォルダー</translation>
    </message>
    <message>
        <source>Reading changes nothing: unread mail stays unread.</source>
        <translation>読み込んでも何も変わりません。未読メールは未読のままです。</translation>
    </message>
    <message>
        <source>Scan this mailbox</source>
        <translation>エラーメールを調べる</translation>
    </message>
    <message>
        <source>Save settings</source>
        <translation>設定を保存する</translation>
    </message>
    <message>
        <source>Looking for the mail server of %1…</source>
        <translation>%1のメールサーバーを探しています…</translation>
    </message>
    <message>
        <source>Waiting until you have signed in with %1…</source>
        <translation>%1へのサインインを待っています…</translation>
    </message>
    <message>
        <source>Connecting to %1…</source>
        <translation>%1に接続しています…</translation>
    </message>
    <message>
        <source>Keeping the password…</source>
        <translation>パスワードを保存しています…</translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>Scan</source>
        <translation>エラーメールを調べる</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>ファイルに保存</translation>
    </message>
    <message>
        <source>Clean</source>
        <translation>整理</translation>
    </message>
    <message>
        <source>Move, mark or delete the returned mail on the server (Ctrl+L)</source>
        <translation>サーバーにあるエラーメールを移動・既読・削除する（Ctrl+L）</translation>
    </message>
    <message>
        <source>Read the new mail of this mailbox (F5)</source>
        <translation>このメールボックスの新しいメールを読み込みます（F5）</translation>
    </message>
    <message>
        <source>Save the list to unsubscribe, or to retry, as a file (Ctrl+E)</source>
        <translation>配信停止や様子見の一覧をファイルに保存します（Ctrl+E）</translation>
    </message>
    <message>
        <source>&amp;Undo: %1</source>
        <translation>元に戻す：%1(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>元に戻す(&amp;U)</translation>
    </message>
    <message>
        <source>Re&amp;do: %1</source>
        <translation>やり直す：%1(&amp;D)</translation>
    </message>
    <message>
        <source>Re&amp;do</source>
        <translation>やり直す(&amp;D)</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>元に戻す</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>やり直す</translation>
    </message>
    <message>
        <source>Connect a &amp;mailbox…</source>
        <translation>メールボックスに接続する(&amp;M)…</translation>
    </message>
    <message>
        <source>&amp;Open mail files…</source>
        <translation>メールファイルを開く(&amp;O)…</translation>
    </message>
    <message>
        <source>Open a &amp;folder of mails…</source>
        <translation>メールのフォルダーを開く(&amp;F)…</translation>
    </message>
    <message>
        <source>Open folders of Thunderb&amp;ird…</source>
        <translation>Thunderbirdのフォルダーを開く(&amp;I)…</translation>
    </message>
    <message>
        <source>Try the sample mail&amp;box</source>
        <translation>サンプルのメールボックスを試す(&amp;B)</translation>
    </message>
    <message>
        <source>Scan all mailboxes</source>
        <translation>すべてのメールボックスを調べる</translation>
    </message>
    <message>
        <source>&amp;Scan</source>
        <translation>調べる(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>ファイルに保存(&amp;E)…</translation>
    </message>
    <message>
        <source>C&amp;lean the mailbox…</source>
        <translation>メールボックスを整理(&amp;L)…</translation>
    </message>
    <message>
        <source>Mailbox se&amp;ttings…</source>
        <translation>メールボックスの設定(&amp;T)…</translation>
    </message>
    <message>
        <source>&amp;Remove this mailbox from Modori…</source>
        <translation>このメールボックスをModoriから削除(&amp;R)…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>終了(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Find</source>
        <translation>検索(&amp;F)</translation>
    </message>
    <message>
        <source>Select &amp;all</source>
        <translation>すべて選択(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Back to the proposal</source>
        <translation>提案に戻す(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Decide for several, or with a note…</source>
        <translation>まとめて決める・メモを書く(&amp;D)…</translation>
    </message>
    <message>
        <source>&amp;Copy the address</source>
        <translation>アドレスをコピー(&amp;C)</translation>
    </message>
    <message>
        <source>Show only this rea&amp;son</source>
        <translation>この理由だけを表示(&amp;S)</translation>
    </message>
    <message>
        <source>Show only this d&amp;omain</source>
        <translation>このドメインだけを表示(&amp;O)</translation>
    </message>
    <message>
        <source>Read the &amp;mail</source>
        <translation>メールの本文を見る(&amp;M)</translation>
    </message>
    <message>
        <source>S&amp;ummary</source>
        <translation>集計(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Own rules…</source>
        <translation>自分の判定ルール(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Make a rule from this reply…</source>
        <translation>この応答から判定ルールを作る(&amp;M)…</translation>
    </message>
    <message>
        <source>T&amp;hresholds…</source>
        <translation>配信停止の基準(&amp;H)…</translation>
    </message>
    <message>
        <source>Your subscriber &amp;list…</source>
        <translation>配信リスト（読者一覧）(&amp;L)…</translation>
    </message>
    <message>
        <source>Sa&amp;ved lists…</source>
        <translation>保存したリスト(&amp;V)…</translation>
    </message>
    <message>
        <source>Re&amp;port for others…</source>
        <translation>報告用のページ(&amp;P)…</translation>
    </message>
    <message>
        <source>Which ne&amp;wsletters are yours…</source>
        <translation>自分の配信の確認(&amp;W)…</translation>
    </message>
    <message>
        <source>Move to another co&amp;mputer…</source>
        <translation>別のコンピューターに移す(&amp;M)…</translation>
    </message>
    <message>
        <source>&amp;Help on what is shown</source>
        <translation>表示中の内容のヘルプ(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;New versions…</source>
        <translation>新しいバージョンの確認(&amp;N)…</translation>
    </message>
    <message>
        <source>&amp;About Modori</source>
        <translation>Modoriについて(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Unsubscribe</source>
        <translation>配信停止にする(&amp;U)</translation>
    </message>
    <message>
        <source>Keep sending (&amp;retry)</source>
        <translation>配信を続ける（様子見）(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Fix on my side</source>
        <translation>こちらで直す(&amp;F)</translation>
    </message>
    <message>
        <source>Always &amp;keep</source>
        <translation>今後も残す(&amp;K)</translation>
    </message>
    <message>
        <source>Re&amp;view later</source>
        <translation>あとで確認する(&amp;V)</translation>
    </message>
    <message>
        <source>As the &amp;system</source>
        <translation>システムに合わせる(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>ライト(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>ダーク(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>ファイル(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>編集(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Decide</source>
        <translation>対応(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>表示(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>ヘルプ(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Sort by</source>
        <translation>並べ替え(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Columns</source>
        <translation>表示する列(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>言語(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Appearance</source>
        <translation>外観(&amp;A)</translation>
    </message>
</context>
<context>
    <name>AddressPage</name>
    <message>
        <source>Open the help page of %1</source>
        <translation>%1のヘルプページを開く</translation>
    </message>
    <message>
        <source>Modori does not know %1 yet</source>
        <translation>%1は、Modoriの一覧にありません</translation>
    </message>
    <message>
        <source>“Look it up” asks the name service and the servers of %1 for the mail server. Only what stands behind the @ is told, neither your name nor the password.</source>
        <translation>「サーバーを探す」を押すと、DNSと%1のサーバーにメールサーバーを問い合わせます。伝えるのは@より後ろの部分だけで、お名前やパスワードは送りません。</translation>
    </message>
    <message>
        <source>Use a password instead</source>
        <translation>代わりにパスワードを使う</translation>
    </message>
    <message>
        <source>Sign in at the page of %1 instead</source>
        <translation>代わりに%1の画面でサインインする</translation>
    </message>
    <message>
        <source>Mail &amp;address</source>
        <translation>メールアドレス(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;User name</source>
        <translation>ユーザー名(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Password</source>
        <translation>パスワード(&amp;P)</translation>
    </message>
    <message>
        <source>bounces@example.com</source>
        <translation>bounces@example.jp</translation>
    </message>
    <message>
        <source>Enter the &amp;server by hand…</source>
        <translation>サーバーを自分で入力する(&amp;S)…</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Close this message</source>
        <translation>このメッセージを閉じる</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>エラー</translation>
    </message>
</context>
<context>
    <name>CertificateDialog</name>
    <message>
        <source>Certificate not trusted</source>
        <translation>信頼できない証明書</translation>
    </message>
    <message>
        <source>Modori cannot tell whether this is really %1</source>
        <translation>本物の%1かどうかを確認できません</translation>
    </message>
    <message>
        <source>Nothing has been sent to this server yet, neither user name nor password.</source>
        <translation>このサーバーには、ユーザー名もパスワードもまだ送っていません。</translation>
    </message>
    <message>
        <source>If somebody runs this server for you, ask them to read you the fingerprint. Trust it only if all of it is the same.</source>
        <translation>サーバーの管理者がいる場合は、フィンガープリントを読み上げてもらってください。すべて一致したときだけ信頼してください。</translation>
    </message>
    <message>
        <source>Trust it for this server only</source>
        <translation>このサーバーに限り信頼する</translation>
    </message>
    <message>
        <source>Do not connect</source>
        <translation>接続しない</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1～%2</translation>
    </message>
    <message>
        <source>Fingerprint</source>
        <translation>フィンガープリント</translation>
    </message>
    <message>
        <source>Issued to</source>
        <translation>発行先</translation>
    </message>
    <message>
        <source>Issued by</source>
        <translation>発行者</translation>
    </message>
    <message>
        <source>Valid</source>
        <translation>有効期間</translation>
    </message>
    <message>
        <source>Fingerprint (SHA-256)</source>
        <translation>フィンガープリント（SHA-256）</translation>
    </message>
</context>
<context>
    <name>CleanDialog</name>
    <message>
        <source>Clean the mailbox</source>
        <translation>メールボックスの整理</translation>
    </message>
    <message>
        <source>Handled bounces</source>
        <translation>処理済みエラーメール</translation>
    </message>
    <message>
        <source>The mails that will be touched</source>
        <translation>対象のメール</translation>
    </message>
    <message>
        <source>&amp;First save a copy of each mail in</source>
        <translation>先に各メールのコピーを保存する(&amp;F)</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>進み具合</translation>
    </message>
    <message>
        <source>Do not delete</source>
        <translation>削除しない</translation>
    </message>
    <message>
        <source>&amp;Put back</source>
        <translation>元に戻す(&amp;P)</translation>
    </message>
    <message>
        <source>“%1”: only the mails in this list are touched. What Modori knows about them stays.</source>
        <translation>「%1」：この一覧のメールだけが対象です。Modoriに保存した内容はそのまま残ります。</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>選択…</translation>
    </message>
    <message>
        <source>Folder for copies</source>
        <translation>コピーを保存するフォルダー</translation>
    </message>
    <message>
        <source>&amp;Folder to move to</source>
        <translation>移動先のフォルダー(&amp;F)</translation>
    </message>
    <message>
        <source>Returned mail whose addresses are all &amp;decided: %1</source>
        <translation>すべての宛先の判定が済んだエラーメール(&amp;D)：%1</translation>
    </message>
    <message>
        <source>Returned mail with addresses that still &amp;wait for you: %1</source>
        <translation>確認待ちの宛先を含むエラーメール(&amp;W)：%1</translation>
    </message>
    <message>
        <source>&amp;Notices of delay or delivery: %1</source>
        <translation>遅延・配信完了の通知(&amp;N)：%1</translation>
    </message>
    <message>
        <source>&amp;Automatic replies: %1</source>
        <translation>自動返信(&amp;A)：%1</translation>
    </message>
    <message numerus="yes">
        <source>%1: %Ln mail(s) moved to “%2”.</source>
        <translation>
            <numerusform>%1：%Ln通を「%2」に移動しました。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %Ln mail(s) marked as read.</source>
        <translation>
            <numerusform>%1：%Ln通を既読にしました。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&amp;Move %Ln mail(s)</source>
        <translation>
            <numerusform>%Ln通を移動(&amp;M)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Mark %Ln mail(s) as &amp;read</source>
        <translation>
            <numerusform>%Ln通を既読にする(&amp;R)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>De&amp;lete %Ln mail(s)…</source>
        <translation>
            <numerusform>%Ln通を削除(&amp;L)…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %Ln mail(s) for good</source>
        <translation>
            <numerusform>%Ln通を完全に削除</numerusform>
        </translation>
    </message>
    <message>
        <source>On the server they are gone then: that cannot be put back.</source>
        <translation>サーバーから消えます。元には戻せません。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>接続しています…</translation>
    </message>
    <message>
        <source>%1 of %2 mails</source>
        <translation>%2通のうち%1通</translation>
    </message>
    <message numerus="yes">
        <source>%Ln mail(s) put back.</source>
        <translation>
            <numerusform>%Ln通を元に戻しました。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln mail(s) moved to “%1”.</source>
        <translation>
            <numerusform>%Ln通を「%1」に移動しました。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln mail(s) marked as read.</source>
        <translation>
            <numerusform>%Ln通を既読にしました。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln mail(s) deleted on the server.</source>
        <translation>
            <numerusform>サーバーの%Ln通を削除しました。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln mail(s) could not be found there any more.</source>
        <translation>
            <numerusform>%Ln通はすでに見つかりませんでした。</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1%2</translation>
    </message>
    <message>
        <source>The rest was left as it is.</source>
        <translation>残りはそのままです。</translation>
    </message>
    <message>
        <source>Mark them as read</source>
        <translation>既読にする</translation>
    </message>
</context>
<context>
    <name>DecideDialog</name>
    <message>
        <source>Decide for several</source>
        <translation>まとめて対応を決める</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>In the section “%1”</source>
        <translation>「%1」の中で</translation>
    </message>
    <message>
        <source>for example: she rang, the address is right</source>
        <translation>例：ご本人から電話あり。アドレスは正しい</translation>
    </message>
    <message>
        <source>For whom?</source>
        <translation>どのアドレスの対応を決めますか？</translation>
    </message>
    <message>
        <source>&amp;Decision</source>
        <translation>対応(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Note</source>
        <translation>メモ(&amp;N)</translation>
    </message>
    <message>
        <source>the selected: %1</source>
        <translation>選択したもの：%1件</translation>
    </message>
    <message>
        <source>all with the reason “%2”: %1</source>
        <translation>理由が「%2」のものすべて：%1件</translation>
    </message>
    <message>
        <source>all at %2: %1</source>
        <translation>%2のものすべて：%1件</translation>
    </message>
    <message>
        <source>all that are shown (search and filters): %1</source>
        <translation>表示中のものすべて（検索と絞り込みの結果）：%1件</translation>
    </message>
    <message numerus="yes">
        <source>%1 (%Ln address(es))</source>
        <translation>
            <numerusform>%1（%Ln件）</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DecisionButtons</name>
    <message>
        <source>Unsubscribe</source>
        <translation>配信停止にする</translation>
    </message>
    <message>
        <source>Keep sending</source>
        <translation>配信を続ける</translation>
    </message>
    <message>
        <source>Fix on my side</source>
        <translation>こちらで直す</translation>
    </message>
    <message>
        <source>Always keep</source>
        <translation>今後も残す</translation>
    </message>
    <message>
        <source>Review later</source>
        <translation>要確認にする</translation>
    </message>
    <message>
        <source>Put the address on the list to unsubscribe (key %1)</source>
        <translation>配信停止の一覧に入れます（キー：%1）</translation>
    </message>
    <message>
        <source>Go on sending; Modori goes on counting failures (key %1)</source>
        <translation>配信を続けます。エラーの回数は引き続き数えます（キー：%1）</translation>
    </message>
    <message>
        <source>The address is fine, something on your own side is not (key %1)</source>
        <translation>アドレスではなく、送信元の側に原因があります（キー：%1）</translation>
    </message>
    <message>
        <source>Never propose this address again; you are told when it fails again (key %1)</source>
        <translation>今後は配信停止の候補に出しません。またエラーになったときはお知らせします（キー：%1）</translation>
    </message>
    <message>
        <source>Leave it open: nothing is proposed until you decide (key %1)</source>
        <translation>未定のままにします。判断するまで、何も提案しません（キー %1）</translation>
    </message>
    <message>
        <source>Several, note…</source>
        <translation>まとめて・メモ…</translation>
    </message>
    <message>
        <source>Decide the same for all with this reason or domain, or write a note (key D)</source>
        <translation>同じ理由や同じドメインの対応をまとめて決めます。メモも書けます（キー：D）</translation>
    </message>
</context>
<context>
    <name>Decisions</name>
    <message numerus="yes">
        <source>back to the proposal (%n address(es))</source>
        <translation>
            <numerusform>提案に戻す（%n件）</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>“%1” (%n address(es))</source>
        <translation>
            <numerusform>「%1」（%n件）</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EmptyPage</name>
    <message>
        <source>Nothing has been read yet</source>
        <translation>まだ読み込んでいません</translation>
    </message>
    <message>
        <source>Modori looks for returned mail. Reading changes nothing in the mailbox.</source>
        <translation>エラーメール（戻ってきたメール）を探します。読み込んでもメールボックスは変わりません。</translation>
    </message>
    <message>
        <source>Scan now</source>
        <translation>エラーメールを調べる</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>読み込んでいます…</translation>
    </message>
    <message>
        <source>Addresses appear here as they are found.</source>
        <translation>見つかったアドレスから順に、ここに表示します。</translation>
    </message>
    <message>
        <source>Nothing matches</source>
        <translation>一致するものがありません</translation>
    </message>
    <message>
        <source>No entry of this section has what you search or filter for.</source>
        <translation>この項目には、検索や絞り込みの条件に合うものがありません。</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>すべて表示する</translation>
    </message>
    <message>
        <source>No returned mail here</source>
        <translation>エラーメールはありません</translation>
    </message>
    <message>
        <source>Many sending services keep returned mail to themselves and count it in their own reports. Else it may lie in another folder, such as the junk folder, or in another mailbox.</source>
        <translation>配信サービスの多くは、エラーメールを自社で受け取って集計しています。ほかには、迷惑メールなど別のフォルダーや、別のメールボックスに届いていることがあります。</translation>
    </message>
    <message>
        <source>Look in other folders…</source>
        <translation>ほかのフォルダーを調べる…</translation>
    </message>
    <message>
        <source>None so far.</source>
        <translation>今のところありません。</translation>
    </message>
</context>
<context>
    <name>EvidencePane</name>
    <message numerus="yes">
        <source>History (%n)</source>
        <translation>
            <numerusform>履歴（%n件）</numerusform>
        </translation>
    </message>
    <message>
        <source>(no subject)</source>
        <translation>（件名なし）</translation>
    </message>
    <message>
        <source>Of ordinary mail, Modori keeps only sender, subject and date.</source>
        <translation>ふつうのメールについては、差出人・件名・日付だけを残しています。</translation>
    </message>
    <message numerus="yes">
        <source>%n selected addresses</source>
        <translation>
            <numerusform>%n件のアドレスを選択中</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It failed %n more time(s) since you decided.</source>
        <translation>
            <numerusform>対応を決めたあと、さらに%n回エラーになりました。</numerusform>
        </translation>
    </message>
    <message>
        <source>Note: %1</source>
        <translation>メモ：%1</translation>
    </message>
    <message>
        <source>Not on your subscriber list</source>
        <translation>配信リストにないアドレス</translation>
    </message>
    <message>
        <source>On your list as %1 (%2)</source>
        <translation>配信リストでは %1（%2）</translation>
    </message>
    <message>
        <source>On your list: %1</source>
        <translation>配信リスト：%1</translation>
    </message>
    <message>
        <source>without a name</source>
        <translation>名前なし</translation>
    </message>
    <message>
        <source>The buttons decide for all of them.</source>
        <translation>ボタンを押すと、選択したすべての対応が決まります。</translation>
    </message>
    <message>
        <source>You decided: %1 (%2). Proposed was: %3</source>
        <translation>あなたの対応：%1（%2）。提案：%3</translation>
    </message>
    <message>
        <source>Proposed: %1</source>
        <translation>提案：%1</translation>
    </message>
    <message>
        <source>Select an address to see why its mail came back.</source>
        <translation>アドレスを選ぶと、メールが戻ってきた理由を表示します。</translation>
    </message>
    <message>
        <source>The mail</source>
        <translation>メール</translation>
    </message>
    <message>
        <source>History</source>
        <translation>履歴</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>ソース</translation>
    </message>
    <message>
        <source>The rule</source>
        <translation>ルール</translation>
    </message>
    <message>
        <source>Text of the mail</source>
        <translation>メールの本文</translation>
    </message>
    <message>
        <source>Source of the mail</source>
        <translation>メールのソース</translation>
    </message>
    <message>
        <source>The rule as it is written</source>
        <translation>ルールの内容</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Save a list</source>
        <translation>一覧の保存</translation>
    </message>
    <message>
        <source>Use my tool&apos;s &amp;template…</source>
        <translation>ツールのひな形（テンプレート）を使う(&amp;T)…</translation>
    </message>
    <message>
        <source>All newsletters</source>
        <translation>すべてのメールマガジン</translation>
    </message>
    <message>
        <source>Only &amp;what is new since the last file for this tool</source>
        <translation>前回このツール用に保存したあとの、新しいものだけ(&amp;W)</translation>
    </message>
    <message>
        <source>As a t&amp;rial, only the first %1 rows</source>
        <translation>試しに最初の%1件だけ(&amp;R)</translation>
    </message>
    <message>
        <source>Also a file that makes the tool mail the dead addresses a&amp;gain</source>
        <translation>元に戻すためのファイルも一緒に保存する(&amp;G)</translation>
    </message>
    <message>
        <source>Save a list for your newsletter tool</source>
        <translation>配信ツール用のファイルを保存</translation>
    </message>
    <message>
        <source>In the form of your template %1.</source>
        <translation>ひな形 %1 の形式で保存します。</translation>
    </message>
    <message>
        <source>How sure is the format: %1.</source>
        <translation>この形式について：%1。</translation>
    </message>
    <message>
        <source>Dead addresses: %1</source>
        <translation>届かないアドレス：%1件</translation>
    </message>
    <message>
        <source>asked to stop: %1</source>
        <translation>本人からの停止依頼：%1件</translation>
    </message>
    <message>
        <source>already exported: %1</source>
        <translation>保存済み：%1件</translation>
    </message>
    <message>
        <source>Files for this tool (*%1)</source>
        <translation>このツール用のファイル (*%1)</translation>
    </message>
    <message>
        <source>The empty file that your tool offers</source>
        <translation>ツールの空のひな形ファイル</translation>
    </message>
    <message>
        <source>CSV files (*.csv *.txt *.tsv)</source>
        <translation>CSVファイル (*.csv *.txt *.tsv)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>From the mailbox “%1”.</source>
        <translation>「%1」から書き出します。</translation>
    </message>
    <message>
        <source>T&amp;ool</source>
        <translation>ツール(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Newsletter</source>
        <translation>メールマガジン(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;List</source>
        <translation>一覧(&amp;L)</translation>
    </message>
    <message>
        <source>First rows of the file</source>
        <translation>ファイルの最初の行</translation>
    </message>
    <message>
        <source>This list is empty: there is nothing to save.</source>
        <translation>この一覧は空です。保存するものがありません。</translation>
    </message>
    <message numerus="yes">
        <source>Save %Ln address(es)…</source>
        <translation>
            <numerusform>%Ln件を保存する…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln hour(s) ago</source>
        <translation>
            <numerusform>%Ln時間前</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln minute(s) ago</source>
        <translation>
            <numerusform>%Ln分前</numerusform>
        </translation>
    </message>
    <message>
        <source>The last returned mail came %1: more of this newsletter may still be on the way.</source>
        <translation>最後のエラーメールは%1に届きました。この配信のエラーメールが、まだ届くかもしれません。</translation>
    </message>
    <message>
        <source>Save the list</source>
        <translation>一覧の保存</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>すべてのファイル (*)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
</context>
<context>
    <name>ExportResult</name>
    <message>
        <source>Open the &amp;folder</source>
        <translation>フォルダーを開く(&amp;F)</translation>
    </message>
    <message>
        <source>The tool has &amp;imported it</source>
        <translation>ツールに読み込みました(&amp;I)</translation>
    </message>
    <message>
        <source>How to import it:</source>
        <translation>ツールへの読み込み方：</translation>
    </message>
    <message>
        <source>Beware: %1</source>
        <translation>ご注意：%1</translation>
    </message>
    <message>
        <source>To undo it: %1</source>
        <translation>元に戻すには：%1</translation>
    </message>
    <message numerus="yes">
        <source>%Ln address(es)</source>
        <translation>
            <numerusform>%Ln件</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: dead addresses, saved to %2</source>
        <translation>届かないアドレス%1を保存しました：%2</translation>
    </message>
    <message>
        <source>%1: people who asked to stop, saved to %2</source>
        <translation>本人からの停止依頼%1を保存しました：%2</translation>
    </message>
    <message>
        <source>%1 saved to %2</source>
        <translation>%1を保存しました：%2</translation>
    </message>
    <message>
        <source>%1: the file that undoes it, saved to %2</source>
        <translation>元に戻すためのファイル（%1）を保存しました：%2</translation>
    </message>
    <message>
        <source>Marked as imported</source>
        <translation>読み込み済み</translation>
    </message>
</context>
<context>
    <name>ExportsDialog</name>
    <message>
        <source>Saved lists</source>
        <translation>保存したリスト</translation>
    </message>
    <message>
        <source>The list as it was then</source>
        <translation>そのときのリスト</translation>
    </message>
    <message>
        <source>Only who &amp;bounced again</source>
        <translation>再びエラーになった人だけ(&amp;B)</translation>
    </message>
    <message>
        <source>Save what is &amp;new since then…</source>
        <translation>その後の新しい分を保存(&amp;N)…</translation>
    </message>
    <message>
        <source>Open the &amp;folder</source>
        <translation>フォルダーを開く(&amp;F)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Say when your tool has imported a list: Modori then notices who bounces again from a later newsletter.</source>
        <translation>配信ツールに取り込んだら、ここで記録してください。その後の配信で再びエラーになった人がわかります。</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>保存した日</translation>
    </message>
    <message>
        <source>Tool</source>
        <translation>配信ツール</translation>
    </message>
    <message>
        <source>List</source>
        <translation>リスト</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>件数</translation>
    </message>
    <message>
        <source>Imported</source>
        <translation>取り込み</translation>
    </message>
    <message>
        <source>Bounced again</source>
        <translation>再びエラー</translation>
    </message>
    <message>
        <source>No list was saved yet. Ctrl+E saves one.</source>
        <translation>保存したリストはまだありません。Ctrl+Eで保存できます。</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>The tool has &amp;imported it</source>
        <translation>取り込みました(&amp;I)</translation>
    </message>
    <message>
        <source>Not imported &amp;after all</source>
        <translation>取り込みを取り消す(&amp;A)</translation>
    </message>
    <message>
        <source>bounced again</source>
        <translation>再びエラー</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>メールアドレス</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Since then</source>
        <translation>その後</translation>
    </message>
    <message>
        <source>%1: the list as it was then, %2 addresses.</source>
        <translation>%1：保存したときのリスト、%2件</translation>
    </message>
    <message numerus="yes">
        <source>%Ln of them bounced again: look whether the tool really stopped them.</source>
        <translation>
            <numerusform>このうち%Ln件が、その後の配信で再びエラーになりました。配信ツールで本当に停止されているか確認してください。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message numerus="yes">
        <source>%Ln shown</source>
        <translation>
            <numerusform>%Ln件</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 selected</source>
        <translation>%2件のうち%1件を選択</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>All reasons</source>
        <translation>すべての理由</translation>
    </message>
    <message>
        <source>All domains</source>
        <translation>全ドメイン</translation>
    </message>
    <message>
        <source>All sendings</source>
        <translation>すべての配信</translation>
    </message>
    <message>
        <source>(no subject)</source>
        <translation>（件名なし）</translation>
    </message>
    <message numerus="yes">
        <source>%Ln new row(s) above: go there</source>
        <translation>
            <numerusform>上に新しい行が%Ln件あります（クリックで移動）</numerusform>
        </translation>
    </message>
    <message>
        <source>All mail systems</source>
        <translation>すべてのメールシステム</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>過去7日間</translation>
    </message>
    <message>
        <source>Last month</source>
        <translation>過去1か月</translation>
    </message>
    <message>
        <source>Last 3 months</source>
        <translation>過去3か月</translation>
    </message>
    <message>
        <source>Last year</source>
        <translation>過去1年</translation>
    </message>
    <message>
        <source>Any date</source>
        <translation>すべての日付</translation>
    </message>
    <message>
        <source>Filter by reason</source>
        <translation>理由で絞り込む</translation>
    </message>
    <message>
        <source>Filter by domain</source>
        <translation>ドメインで絞り込む</translation>
    </message>
    <message>
        <source>Filter by sending</source>
        <translation>配信（回）で絞り込む</translation>
    </message>
    <message>
        <source>Filter by mail system</source>
        <translation>メールシステムで絞り込む</translation>
    </message>
    <message>
        <source>Filter by date</source>
        <translation>日付で絞り込む</translation>
    </message>
    <message>
        <source>More filters: mail system, date</source>
        <translation>ほかの絞り込み：メールシステム、日付</translation>
    </message>
</context>
<context>
    <name>FirstPage</name>
    <message>
        <source>What is it &amp;sent with?</source>
        <translation>何で配信していますか？(&amp;S)</translation>
    </message>
    <message>
        <source>(please choose)</source>
        <translation>（選んでください）</translation>
    </message>
    <message>
        <source>Find out which addresses of your newsletter are dead, and why.</source>
        <translation>メールマガジンの届かないアドレスと、その理由を調べます。</translation>
    </message>
    <message>
        <source>Connect a mailbox</source>
        <translation>メールボックスに接続する</translation>
    </message>
    <message>
        <source>Read the mailbox to which your newsletter&apos;s returned mail comes (IMAP or POP3).</source>
        <translation>エラーメールが届くメールボックス（IMAPまたはPOP3）を読み込みます。</translation>
    </message>
    <message>
        <source>Open mail files</source>
        <translation>メールファイルを開く</translation>
    </message>
    <message>
        <source>Read saved mail: .eml files, mbox files, folders. You can also drop them here.</source>
        <translation>保存したメール（.eml、mbox、フォルダー）を開きます。ドロップも可。</translation>
    </message>
    <message>
        <source>Try the sample mailbox</source>
        <translation>サンプルのメールボックスを試す</translation>
    </message>
    <message>
        <source>Look around with made-up mail. Nothing to set up.</source>
        <translation>架空のメールで試せます。設定は要りません。</translation>
    </message>
    <message>
        <source>Modori only reads: nothing in your mailbox is changed, and nothing is sent anywhere.</source>
        <translation>Modoriは読むだけです。メールボックスの中は変わらず、どこにも送信しません。</translation>
    </message>
    <message>
        <source>Questions before you begin (F1)</source>
        <translation>始める前のよくある質問（F1）</translation>
    </message>
</context>
<context>
    <name>FolderPage</name>
    <message numerus="yes">
        <source>%Ln mail(s) to read</source>
        <translation>
            <numerusform>読み込むメール%Ln通</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1、%2</translation>
    </message>
    <message>
        <source>less than a minute</source>
        <translation>1分未満</translation>
    </message>
    <message numerus="yes">
        <source>about %n minute(s)</source>
        <translation>
            <numerusform>約%n分</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n hour(s)</source>
        <translation>
            <numerusform>約%n時間</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Folders to read</source>
        <translation>読み込むフォルダー(&amp;F)</translation>
    </message>
    <message>
        <source>Returned mail often ends up in the junk folder. You can tick several folders.</source>
        <translation>エラーメールは迷惑メールにも入りがちです。フォルダーは複数選べます。</translation>
    </message>
    <message>
        <source>Only mail received since</source>
        <translation>次の日以降に届いたメールだけ</translation>
    </message>
    <message>
        <source>First day to read</source>
        <translation>読み込む最初の日</translation>
    </message>
    <message>
        <source>&amp;Name in Modori</source>
        <translation>Modoriでの名前(&amp;N)</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>フォルダー</translation>
    </message>
    <message>
        <source>Mails</source>
        <translation>メール数</translation>
    </message>
    <message>
        <source>inbox</source>
        <translation>受信箱</translation>
    </message>
    <message>
        <source>junk mail: look here too</source>
        <translation>迷惑メール：ここにも届きます</translation>
    </message>
</context>
<context>
    <name>GuideDialog</name>
    <message>
        <source>How to get a client ID</source>
        <translation>クライアントIDの取得方法</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
</context>
<context>
    <name>HelpDialog</name>
    <message>
        <source>Help</source>
        <translation>ヘルプ</translation>
    </message>
    <message>
        <source>Topics</source>
        <translation>項目</translation>
    </message>
    <message>
        <source>Text of the help</source>
        <translation>ヘルプの本文</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>The sections</source>
        <translation>分類の意味</translation>
    </message>
    <message>
        <source>Questions</source>
        <translation>よくある質問</translation>
    </message>
    <message>
        <source>To fix on your side</source>
        <translation>こちら（送信元）で直すこと</translation>
    </message>
    <message>
        <source>To review</source>
        <translation>要確認</translation>
    </message>
    <message>
        <source>U unsubscribe · R keep sending · F fix on my side · K always keep · V review later</source>
        <translation>U：配信停止にする、R：配信を続ける、F：こちらで直す、K：今後も残す、V：要確認にする</translation>
    </message>
    <message>
        <source>D decide for several, or with a note · Backspace back to the proposal</source>
        <translation>D：まとめて・メモを付けて決める、Backspace：提案に戻す</translation>
    </message>
    <message>
        <source>Space marks a row · Enter goes to the mail · / or Ctrl+F searches</source>
        <translation>Space：行に印を付ける、Enter：メールを読む、/またはCtrl+F：検索</translation>
    </message>
    <message>
        <source>Ctrl+1, 2, 3 … the sections · Ctrl+0 the summary · F5 scan · Ctrl+E export</source>
        <translation>Ctrl+1、2、3…：分類、Ctrl+0：集計、F5：エラーメールを調べる、Ctrl+E：ファイルに保存</translation>
    </message>
    <message>
        <source>Ctrl+Z takes back every decision, Ctrl+Shift+Z makes it again.</source>
        <translation>Ctrl+Z：対応を元に戻す、Ctrl+Shift+Z：やり直す</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>キー操作</translation>
    </message>
</context>
<context>
    <name>History</name>
    <message>
        <source>sending not known</source>
        <translation>配信（回）は不明</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日付</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>配信（回）</translation>
    </message>
    <message>
        <source>History of this address</source>
        <translation>このアドレスの履歴</translation>
    </message>
</context>
<context>
    <name>IncidentList</name>
    <message numerus="yes">
        <source>Show %Ln more incident(s)</source>
        <translation>
            <numerusform>さらに%Ln件を表示</numerusform>
        </translation>
    </message>
    <message>
        <source>Incidents</source>
        <translation>エラーの集中</translation>
    </message>
</context>
<context>
    <name>KeepBox</name>
    <message>
        <source>&amp;Keep the password in this computer&apos;s keyring</source>
        <translation>パスワードをこのコンピューターのキーリングに保存する(&amp;K)</translation>
    </message>
    <message>
        <source>Modori itself never writes the password to a file.</source>
        <translation>Modoriがパスワードをファイルに書くことはありません。</translation>
    </message>
    <message>
        <source>This computer has no keyring that Modori can use: the password stays in memory until you close Modori.</source>
        <translation>使えるキーリングがこのコンピューターにないため、パスワードはModoriを閉じるまでメモリーだけに置きます。</translation>
    </message>
</context>
<context>
    <name>LetterDialog</name>
    <message>
        <source>Letter to the reader</source>
        <translation>読者への案内文</translation>
    </message>
    <message>
        <source>Mail does not get there: use the phone, the counter, paper or a message. You can change the text.</source>
        <translation>メールでは届かないので、電話、店頭、紙、メッセージなどでお使いください。文章は変更できます。</translation>
    </message>
    <message>
        <source>Reader&apos;s &amp;mail is with</source>
        <translation>読者のメール(&amp;M)</translation>
    </message>
    <message>
        <source>Your &amp;domain, to be let in</source>
        <translation>許可してもらうドメイン(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Language of the letter</source>
        <translation>案内文の言語(&amp;L)</translation>
    </message>
    <message>
        <source>Text of the letter</source>
        <translation>案内文の本文</translation>
    </message>
    <message>
        <source>Copy the letter</source>
        <translation>案内文をコピー</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Please fill in your domain first.</source>
        <translation>先にドメインを入力してください。</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>コピーしました。</translation>
    </message>
</context>
<context>
    <name>ListIntake</name>
    <message>
        <source>Your subscriber list</source>
        <translation>配信リスト（読者一覧）</translation>
    </message>
    <message>
        <source>Lists (*.csv *.xlsx *.tsv *.txt)</source>
        <translation>リスト (*.csv *.xlsx *.tsv *.txt)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>すべてのファイル (*)</translation>
    </message>
</context>
<context>
    <name>ListOffer</name>
    <message>
        <source>With your subscriber list, Modori shows names and notices more trouble.</source>
        <translation>配信リスト（読者一覧）を読み込むと、名前を表示し、エラーの集中にも気づきやすくなります。</translation>
    </message>
    <message>
        <source>Load the list…</source>
        <translation>リストを読み込む…</translation>
    </message>
    <message>
        <source>Other list…</source>
        <translation>別のリスト…</translation>
    </message>
    <message>
        <source>Do not offer this again</source>
        <translation>今後は表示しない</translation>
    </message>
    <message>
        <source>Do not use this list</source>
        <translation>このリストを使わない</translation>
    </message>
    <message>
        <source>%1 (%2) is loaded with your first mailbox.</source>
        <translation>%1（%2）は、最初のメールボックスと一緒に読み込まれます。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln reader(s)</source>
        <translation>
            <numerusform>読者%Ln件</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ListOrErrors</name>
    <message>
        <source>What is “%1”?</source>
        <translation>「%1」は何のファイルですか？</translation>
    </message>
    <message numerus="yes">
        <source>It has %Ln address(es), but no error messages that Modori knows.</source>
        <translation>
            <numerusform>メールアドレスが%Ln件ありますが、Modoriの知っているエラーメッセージは見つかりません。</numerusform>
        </translation>
    </message>
    <message>
        <source>My &amp;subscriber list</source>
        <translation>配信リスト（読者一覧）(&amp;S)</translation>
    </message>
    <message>
        <source>A list of &amp;errors</source>
        <translation>エラーの一覧(&amp;E)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
</context>
<context>
    <name>Listing</name>
    <message>
        <source>Addresses</source>
        <translation>メールアドレス</translation>
    </message>
    <message>
        <source>Mails that are no bounces</source>
        <translation>エラーメール以外のメール</translation>
    </message>
</context>
<context>
    <name>Mailboxes</name>
    <message>
        <source>Sample mailbox</source>
        <translation>サンプルのメールボックス</translation>
    </message>
    <message>
        <source>Open mail files</source>
        <translation>メールファイルを開く</translation>
    </message>
    <message>
        <source>Mail, lists and logs (*.eml *.mbox *.mbx *.txt *.zip *.csv *.tsv *.json *.jsonl *.log)</source>
        <translation>メール・一覧・ログ (*.eml *.mbox *.mbx *.txt *.zip *.csv *.tsv *.json *.jsonl *.log)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>すべてのファイル (*)</translation>
    </message>
    <message>
        <source>Open a folder of mails</source>
        <translation>メールのフォルダーを開く</translation>
    </message>
    <message>
        <source>Mail files</source>
        <translation>メールファイル</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s)</source>
        <translation>
            <numerusform>%Ln個のファイル</numerusform>
        </translation>
    </message>
    <message>
        <source>Sign in…</source>
        <translation>サインイン…</translation>
    </message>
    <message>
        <source>Enter the password…</source>
        <translation>パスワードを入力する…</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>もう一度試す</translation>
    </message>
    <message>
        <source>Mailbox settings…</source>
        <translation>メールボックスの設定…</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Go on scanning</source>
        <translation>続きを調べる</translation>
    </message>
    <message>
        <source>Search address, name, reply, subject</source>
        <translation>アドレス・名前・返答・件名を検索</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>検索</translation>
    </message>
    <message>
        <source>Search (Ctrl+F or /)</source>
        <translation>検索（Ctrl+F または /）</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>ツール</translation>
    </message>
</context>
<context>
    <name>MessageModel</name>
    <message>
        <source>From</source>
        <translation>差出人</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>件名</translation>
    </message>
    <message>
        <source>What it is</source>
        <translation>種類</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日付</translation>
    </message>
    <message>
        <source>(no subject)</source>
        <translation>（件名なし）</translation>
    </message>
    <message>
        <source>%1, from %2: %3, %4</source>
        <translation>%1、差出人 %2：%3、%4</translation>
    </message>
</context>
<context>
    <name>MoveDialog</name>
    <message>
        <source>&amp;Save everything…</source>
        <translation>すべてを保存(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Load a file…</source>
        <translation>ファイルを読み込む(&amp;L)…</translation>
    </message>
    <message>
        <source>&amp;Replace what is here</source>
        <translation>今の内容と入れ替える(&amp;R)</translation>
    </message>
    <message>
        <source>Leave it as it is</source>
        <translation>そのままにする</translation>
    </message>
    <message>
        <source>Open the &amp;folder</source>
        <translation>フォルダーを開く(&amp;F)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Move to another computer</source>
        <translation>別のコンピューターに移す</translation>
    </message>
    <message>
        <source>All mailboxes, decisions, subscriber lists and kept excerpts of mails go along in one file.</source>
        <translation>すべてのメールボックス、決めた対応、配信リスト、メールの抜粋を、1つのファイルにまとめて移します。</translation>
    </message>
    <message>
        <source>Passwords are not in the file: Modori asks for them when it scans for the first time there.</source>
        <translation>パスワードはファイルに含まれません。移した先で最初にエラーメールを調べるときに入力してください。</translation>
    </message>
    <message>
        <source>Your own rules are not in it either: they are in %1.</source>
        <translation>自分で作った判定ルールも含まれません。%1にあります。</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>このコンピューターで</translation>
    </message>
    <message>
        <source>On the other computer</source>
        <translation>移した先のコンピューターで</translation>
    </message>
    <message>
        <source>Open the file there, in this same dialog.</source>
        <translation>同じこの画面で、そのファイルを開きます。</translation>
    </message>
    <message>
        <source>There are mailboxes in Modori on this computer already. Those of the file take their place; what is here now is kept in a file of its own.</source>
        <translation>このコンピューターのModoriには、すでにメールボックスがあります。ファイルの内容と入れ替え、今の内容は別のファイルに残します。</translation>
    </message>
    <message>
        <source>Save everything</source>
        <translation>すべてを保存</translation>
    </message>
    <message>
        <source>All of Modori (*.modori)</source>
        <translation>Modoriのデータ (*.modori)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>すべてのファイル (*)</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>保存しています…</translation>
    </message>
    <message>
        <source>Saving… %1 of at most %2</source>
        <translation>保存しています… %1（最大%2）</translation>
    </message>
    <message>
        <source>Everything is in %1 (%2).</source>
        <translation>すべてを%1に保存しました（%2）。</translation>
    </message>
    <message>
        <source>It holds addresses of your readers: keep it safe, and delete it when it has been loaded.</source>
        <translation>読者のメールアドレスが入っています。大切に扱い、読み込みが済んだら削除してください。</translation>
    </message>
    <message>
        <source>Load a file</source>
        <translation>ファイルを読み込む</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>読み込んでいます…</translation>
    </message>
    <message numerus="yes">
        <source>%Ln mailbox(es) loaded, with all decisions.</source>
        <translation>
            <numerusform>メールボックス%Ln件を、決めた対応も含めて読み込みました。</numerusform>
        </translation>
    </message>
    <message>
        <source>Modori asks for the passwords when it scans.</source>
        <translation>パスワードは、エラーメールを調べるときに入力してください。</translation>
    </message>
    <message>
        <source>What was here before is in %1.</source>
        <translation>これまでの内容は%1に残してあります。</translation>
    </message>
</context>
<context>
    <name>NextSteps</name>
    <message>
        <source>What to do next</source>
        <translation>次の手順</translation>
    </message>
    <message>
        <source>Letter to the reader…</source>
        <translation>読者への案内文…</translation>
    </message>
</context>
<context>
    <name>PasswordDialog</name>
    <message>
        <source>Password</source>
        <translation>パスワード</translation>
    </message>
    <message>
        <source>Password of %1</source>
        <translation>%1 のパスワード</translation>
    </message>
    <message>
        <source>For the mailbox on %1.</source>
        <translation>%1 のメールボックス</translation>
    </message>
    <message>
        <source>&amp;Password</source>
        <translation>パスワード(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Keep the password in this computer&apos;s keyring</source>
        <translation>パスワードをこのコンピューターのキーリングに保存する(&amp;K)</translation>
    </message>
    <message>
        <source>It stays in memory until you close Modori.</source>
        <translation>Modoriを閉じるまで、メモリーだけに置きます。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Log in and scan</source>
        <translation>ログインして調べる</translation>
    </message>
</context>
<context>
    <name>PasswordField</name>
    <message>
        <source>Hide the password</source>
        <translation>パスワードを隠す</translation>
    </message>
    <message>
        <source>Show the password</source>
        <translation>パスワードを表示する</translation>
    </message>
</context>
<context>
    <name>PolicyDialog</name>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Use these &amp;thresholds</source>
        <translation>この基準にする(&amp;T)</translation>
    </message>
    <message>
        <source>When is an address proposed for unsubscribing?</source>
        <translation>配信停止の候補にする基準</translation>
    </message>
    <message>
        <source>Modori counts newsletters that failed, not mails that came back. Your own decisions never change.</source>
        <translation>Modoriは、戻ってきたメールの数ではなく、届かなかった配信の回数を数えます。ご自身で決めた対応は変わりません。</translation>
    </message>
    <message>
        <source>Standard: one clear answer is enough</source>
        <translation>標準：明らかな回答が1回あれば候補にする</translation>
    </message>
    <message>
        <source>Cautious: always two newsletters</source>
        <translation>慎重：必ず2回の配信で確かめる</translation>
    </message>
    <message>
        <source>Own thresholds</source>
        <translation>自分で決めた基準</translation>
    </message>
    <message>
        <source>&amp;Presets</source>
        <translation>基準の種類(&amp;P)</translation>
    </message>
    <message>
        <source>The address does not exist</source>
        <translation>宛先が存在しない</translation>
    </message>
    <message>
        <source>The receiving server says so itself</source>
        <translation>受信側のサーバーがはっきり回答した</translation>
    </message>
    <message>
        <source>Only another server says so, or it is not quite clear</source>
        <translation>ほかのサーバーからの回答、またははっきりしない回答</translation>
    </message>
    <message>
        <source>Mail had arrived there after an earlier failure</source>
        <translation>前のエラーのあとに届いたことがある</translation>
    </message>
    <message>
        <source>Failures older than this go to Review</source>
        <translation>これより古いエラーは「要確認」にする</translation>
    </message>
    <message>
        <source>The domain does not exist (perhaps a typing error)</source>
        <translation>ドメインが存在しない（入力ミスかもしれない）</translation>
    </message>
    <message>
        <source>So many newsletters must fail</source>
        <translation>届かなかった配信の回数</translation>
    </message>
    <message>
        <source>… over at least</source>
        <translation>その期間（これ以上）</translation>
    </message>
    <message>
        <source>Passing trouble (mailbox full, server down)</source>
        <translation>一時的なエラー（容量超過、サーバーの停止）</translation>
    </message>
    <message>
        <source>Failures older than this are forgotten</source>
        <translation>これより古いエラーは数えない</translation>
    </message>
    <message numerus="yes">
        <source> day(s)</source>
        <translation>
            <numerusform>日</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source> newsletter(s)</source>
        <translation>
            <numerusform>回</numerusform>
        </translation>
    </message>
    <message>
        <source>Reading what came back…</source>
        <translation>エラーメールの記録を読み込んでいます…</translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation>集計しています…</translation>
    </message>
    <message>
        <source>These thresholds are in use.</source>
        <translation>今はこの基準を使っています。</translation>
    </message>
    <message>
        <source>This change moves no address.</source>
        <translation>この変更で対応が変わるアドレスはありません。</translation>
    </message>
    <message numerus="yes">
        <source>This change moves %Ln address(es) from “%1” to “%2”.</source>
        <translation>
            <numerusform>この変更で、%Ln件が「%1」から「%2」に変わります。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReadersDialog</name>
    <message>
        <source>Drop the list here: a CSV or Excel file as your newsletter tool saves it.</source>
        <translation>配信ツールから書き出したリスト（CSVまたはExcel）を、ここにドラッグしてください。</translation>
    </message>
    <message>
        <source>&amp;Choose the file…</source>
        <translation>ファイルを選ぶ(&amp;C)…</translation>
    </message>
    <message>
        <source>Readers whose mail comes back</source>
        <translation>エラーになっている読者</translation>
    </message>
    <message>
        <source>Readers by domain</source>
        <translation>ドメイン別の読者</translation>
    </message>
    <message>
        <source>&amp;Save the cleaned list…</source>
        <translation>整理したリストを保存(&amp;S)…</translation>
    </message>
    <message>
        <source>Open the &amp;folder</source>
        <translation>フォルダーを開く(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Other file…</source>
        <translation>別のファイル(&amp;O)…</translation>
    </message>
    <message>
        <source>Fo&amp;rget the list</source>
        <translation>リストを忘れる(&amp;R)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Your subscriber list</source>
        <translation>配信リスト（読者一覧）</translation>
    </message>
    <message>
        <source>With it Modori shows names, notices when many readers of one domain fail, and takes the dead ones out. The file itself is never changed. Addresses and names stay on this computer.</source>
        <translation>読者の名前を表示し、同じドメインの多くの読者のエラーに気づき、届かない読者を除いたリストを作れます。元のファイルは変わりません。アドレスと名前は、このパソコンの外に出ません。</translation>
    </message>
    <message>
        <source>&amp;Address column</source>
        <translation>アドレスの列(&amp;A)</translation>
    </message>
    <message>
        <source>By domain</source>
        <translation>ドメイン別</translation>
    </message>
    <message>
        <source>Lists (*.csv *.xlsx *.tsv *.txt)</source>
        <translation>リスト (*.csv *.xlsx *.tsv *.txt)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>すべてのファイル (*)</translation>
    </message>
    <message>
        <source>Reading the list…</source>
        <translation>リストを読み込んでいます…</translation>
    </message>
    <message>
        <source>%1: %2 readers, %3 of them fail.</source>
        <translation>%1：読者%2件のうち、%3件がエラーになっています。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln failing address(es) not on this list.</source>
        <translation>
            <numerusform>エラーのアドレスのうち、%Ln件はこのリストにありません。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&amp;Save the list without %Ln address(es)…</source>
        <translation>
            <numerusform>%Ln件を除いたリストを保存(&amp;S)…</numerusform>
        </translation>
    </message>
    <message>
        <source>Readers that fail (%1)</source>
        <translation>エラーの読者（%1）</translation>
    </message>
    <message>
        <source>Reader</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>メールアドレス</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>対応</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Domain</source>
        <translation>ドメイン</translation>
    </message>
    <message>
        <source>Readers</source>
        <translation>読者</translation>
    </message>
    <message>
        <source>Fail</source>
        <translation>エラー</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>割合</translation>
    </message>
    <message>
        <source>%1-cleaned</source>
        <translation>%1-整理済み</translation>
    </message>
    <message>
        <source>Save the cleaned list</source>
        <translation>整理したリストを保存</translation>
    </message>
    <message>
        <source>Saved: %1 readers in %2, and the %3 rows that were taken out in %4.</source>
        <translation>保存しました：読者%1件を%2に、除いた%3行を%4に書き出しました。</translation>
    </message>
</context>
<context>
    <name>RecipientModel</name>
    <message>
        <source>Address</source>
        <translation>メールアドレス</translation>
    </message>
    <message>
        <source>The address as you sent to it</source>
        <translation>配信先のアドレス</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>対応</translation>
    </message>
    <message>
        <source>What is to be done; a person marks your own decisions</source>
        <translation>どう対応するか。あなたが決めたものには印が付きます</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Why delivery failed</source>
        <translation>届かなかった理由</translation>
    </message>
    <message>
        <source>Sendings</source>
        <translation>回数</translation>
    </message>
    <message>
        <source>First seen</source>
        <translation>最初の日</translation>
    </message>
    <message>
        <source>How many sendings failed</source>
        <translation>エラーになった配信の回数</translation>
    </message>
    <message>
        <source>Reader</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>The name on your subscriber list</source>
        <translation>配信リストにある名前</translation>
    </message>
    <message>
        <source>When mail first came back</source>
        <translation>最初にエラーになった日</translation>
    </message>
    <message>
        <source>When mail last came back</source>
        <translation>最後にエラーになった日</translation>
    </message>
    <message>
        <source>Last seen</source>
        <translation>最後の日</translation>
    </message>
    <message>
        <source>The other server&apos;s own sentence</source>
        <translation>相手サーバーの返答そのもの</translation>
    </message>
    <message>
        <source>Server&apos;s reply</source>
        <translation>サーバーの返答</translation>
    </message>
    <message numerus="yes">
        <source>%1 (you), failed %n time(s) since</source>
        <translation>
            <numerusform>%1（決定。その後%n回不達）</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 (you)</source>
        <translation>%1（決定）</translation>
    </message>
    <message numerus="yes">
        <source>%1: %2, because of: %3. Failed in %n sending(s), last on %4.</source>
        <translation>
            <numerusform>%1：%2。理由は%3。%n回の配信でエラー、最後は%4。</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2, because of: %3. On %4.</source>
        <translation>%1：%2。理由は%3。%4。</translation>
    </message>
</context>
<context>
    <name>RemoveDialog</name>
    <message>
        <source>Remove a mailbox</source>
        <translation>メールボックスの削除</translation>
    </message>
    <message>
        <source>Remove “%1” from Modori?</source>
        <translation>「%1」をModoriから削除しますか？</translation>
    </message>
    <message>
        <source>Stored on this computer: %1, your decisions about them, and excerpts of %2 (%3).</source>
        <translation>このコンピューターにあるもの：アドレス%1、その対応、メール%2の抜粋（%3）。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln address(es)</source>
        <translation>
            <numerusform>%Ln件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln mail(s)</source>
        <translation>
            <numerusform>%Ln通</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Your subscriber list goes with it: %Ln reader(s) with their names.</source>
        <translation>
            <numerusform>読み込んだ配信リスト（読者%Ln件と名前）も一緒に削除します。</numerusform>
        </translation>
    </message>
    <message>
        <source>All of it is deleted, the kept password too. The mailbox itself stays as it is.</source>
        <translation>保存したパスワードも含めて、すべて削除します。メールボックスそのものは変わりません。</translation>
    </message>
    <message>
        <source>All of it is deleted. The mail files themselves stay as they are.</source>
        <translation>すべて削除します。メールファイルそのものは変わりません。</translation>
    </message>
    <message>
        <source>Remove everything</source>
        <translation>すべて削除する</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>残しておく</translation>
    </message>
</context>
<context>
    <name>ReportDialog</name>
    <message>
        <source>Save as &amp;PDF…</source>
        <translation>PDFで保存(&amp;P)…</translation>
    </message>
    <message>
        <source>Save as &amp;web page…</source>
        <translation>ウェブページで保存(&amp;W)…</translation>
    </message>
    <message>
        <source>&amp;Open it</source>
        <translation>開く(&amp;O)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Report for others</source>
        <translation>報告用のページ</translation>
    </message>
    <message>
        <source>One page with numbers and pictures, for a boss or a board. It names no reader.</source>
        <translation>件数と図を1ページにまとめた、上司や役員会への報告用のページです。読者の名前やアドレスは載りません。</translation>
    </message>
    <message>
        <source>How many &amp;readers has the newsletter?</source>
        <translation>読者の数(&amp;R)</translation>
    </message>
    <message>
        <source>not said</source>
        <translation>記載なし</translation>
    </message>
    <message>
        <source>The page as it will be</source>
        <translation>ページの見本</translation>
    </message>
    <message>
        <source>PDF files (*.pdf)</source>
        <translation>PDFファイル (*.pdf)</translation>
    </message>
    <message>
        <source>Web pages (*.html)</source>
        <translation>ウェブページ (*.html)</translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation>集計しています…</translation>
    </message>
    <message>
        <source>report-%1</source>
        <translation>エラーメール報告-%1</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>報告を保存</translation>
    </message>
    <message>
        <source>Saved: %1</source>
        <translation>保存しました：%1</translation>
    </message>
</context>
<context>
    <name>Rooms</name>
    <message>
        <source>other thresholds</source>
        <translation>基準の変更</translation>
    </message>
</context>
<context>
    <name>RuleForm</name>
    <message>
        <source>As usual for this reason</source>
        <translation>この理由の通常の対応</translation>
    </message>
    <message>
        <source>Words of the reply; several with | between them</source>
        <translation>応答に含まれる言葉（複数は「|」で区切る）</translation>
    </message>
    <message>
        <source>all; or domains, with commas</source>
        <translation>すべて（絞る場合はドメインをカンマ区切りで）</translation>
    </message>
    <message>
        <source>The reply &amp;contains</source>
        <translation>応答に含まれる言葉(&amp;C)</translation>
    </message>
    <message>
        <source>Only for readers &amp;at</source>
        <translation>対象のドメイン(&amp;A)</translation>
    </message>
    <message>
        <source>That m&amp;eans</source>
        <translation>理由(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;What to do</source>
        <translation>対応(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;The rule as it is written</source>
        <translation>ルールの記述(&amp;T)</translation>
    </message>
</context>
<context>
    <name>RulesDialog</name>
    <message>
        <source>Own rules</source>
        <translation>自分の判定ルール</translation>
    </message>
    <message>
        <source>&amp;New rule</source>
        <translation>新規(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>削除(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Save and judge again</source>
        <translation>保存して判定し直す(&amp;S)</translation>
    </message>
    <message>
        <source>Your rules are asked before the bundled ones. Below stands what they would do to this mailbox.</source>
        <translation>自分の判定ルールは、付属のルールより先に使われます。このメールボックスでどうなるかを、下に表示します。</translation>
    </message>
    <message>
        <source>Your rules</source>
        <translation>自分の判定ルールの一覧</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>メールアドレス</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>現在</translation>
    </message>
    <message>
        <source>Then</source>
        <translation>変更後</translation>
    </message>
    <message>
        <source>Server&apos;s reply</source>
        <translation>サーバーの返答</translation>
    </message>
    <message>
        <source>Addresses whose decision changes</source>
        <translation>対応が変わるアドレス</translation>
    </message>
    <message>
        <source>Replies that this rule matches</source>
        <translation>このルールに当てはまる応答</translation>
    </message>
    <message>
        <source>(rule %1)</source>
        <translation>（ルール%1）</translation>
    </message>
    <message>
        <source>Discard changes</source>
        <translation>変更を破棄</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Looking at the mails of this mailbox…</source>
        <translation>このメールボックスのメールを調べています…</translation>
    </message>
    <message numerus="yes">
        <source>This rule matches %Ln failure(s).</source>
        <translation>
            <numerusform>このルールに当てはまるエラーは%Ln件です。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>With these rules %Ln address(es) would get another proposal.</source>
        <translation>
            <numerusform>これらのルールで、%Ln件のアドレスの提案が変わります。</numerusform>
        </translation>
    </message>
    <message>
        <source>There are more; all are judged after saving.</source>
        <translation>ほかにもあります。保存後にすべて判定し直します。</translation>
    </message>
    <message>
        <source>Changed decisions (%1)</source>
        <translation>対応が変わるもの（%1件）</translation>
    </message>
    <message>
        <source>Matched replies (%1)</source>
        <translation>当てはまる応答（%1件）</translation>
    </message>
</context>
<context>
    <name>ScanBar</name>
    <message>
        <source>Connecting…</source>
        <translation>接続しています…</translation>
    </message>
    <message numerus="yes">
        <source>The connection broke after %Ln mail(s). Trying again in %1…</source>
        <translation>
            <numerusform>%Ln通を読んだところで接続が切れました。%1後にもう一度接続します…</numerusform>
        </translation>
    </message>
    <message>
        <source>Proposing anew for %1: %2 of %3 addresses</source>
        <translation>%1の対応を見直し中：%3件のうち%2件</translation>
    </message>
    <message>
        <source>Deciding: %1 of %2 addresses</source>
        <translation>対応を記録しています：%2件のうち%1件</translation>
    </message>
    <message>
        <source>Judging %1 again by the new rules: %2 of %3 mails</source>
        <translation>新しいルールで%1を判定し直しています：%3通のうち%2通</translation>
    </message>
    <message>
        <source>Reading %1: %2 mails</source>
        <translation>%1を読み込み中：%2通</translation>
    </message>
    <message>
        <source>Reading %1: %2 of %3 mails</source>
        <translation>%1を読み込み中：%3通のうち%2通</translation>
    </message>
    <message numerus="yes">
        <source>%Ln bounce(s)</source>
        <translation>
            <numerusform>エラーメール%Ln通</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 mails/s</source>
        <translation>毎秒%1通</translation>
    </message>
    <message numerus="yes">
        <source>%n second(s)</source>
        <translation>
            <numerusform>%n秒</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n second(s) left</source>
        <translation>
            <numerusform>残り約%n秒</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n minute(s) left</source>
        <translation>
            <numerusform>残り約%n分</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n hour(s) left</source>
        <translation>
            <numerusform>残り約%n時間</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Stopped after %Ln mail(s) that were judged again. The rest follows next time.</source>
        <translation>
            <numerusform>%Ln通を判定し直したところで中止しました。残りは次回に行います。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln mail(s) judged again: the rules are new. Your own decisions stay.</source>
        <translation>
            <numerusform>ルールが新しくなったため、%Ln通を判定し直しました。ご自分で決めた対応はそのままです。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Cancelled after %Ln mail(s). What was read stays.</source>
        <translation>
            <numerusform>%Ln通でキャンセルしました。読み込んだ分は残っています。</numerusform>
        </translation>
    </message>
    <message>
        <source>No new mail.</source>
        <translation>新しいメールはありませんでした。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln mail(s) read: %1, %2.</source>
        <translation>
            <numerusform>メール%Ln通を読み込みました：%1、%2。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln failed address(es)</source>
        <translation>
            <numerusform>届かなかったアドレス%Ln件</numerusform>
        </translation>
    </message>
    <message>
        <source>Unread mail %1 → %2: nothing was changed.</source>
        <translation>未読メール %1 → %2：何も変更していません。</translation>
    </message>
    <message>
        <source>Unread mail %1 → %2: new mail came, or it was read elsewhere.</source>
        <translation>未読メール %1 → %2：新しいメールが届いたか、ほかで読まれました。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Stop. What has been read stays.</source>
        <translation>中止します。読み込んだ分は残ります。</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>進み具合</translation>
    </message>
</context>
<context>
    <name>SendersDialog</name>
    <message>
        <source>Lists and senders</source>
        <translation>リストと送信者</translation>
    </message>
    <message>
        <source>It is &amp;mine</source>
        <translation>自分の配信(&amp;M)</translation>
    </message>
    <message>
        <source>It is &amp;not mine</source>
        <translation>自分の配信ではない(&amp;N)</translation>
    </message>
    <message>
        <source>As Modori &amp;thinks</source>
        <translation>Modoriの判断に戻す(&amp;T)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Which newsletters are yours?</source>
        <translation>自分の配信はどれですか</translation>
    </message>
    <message>
        <source>Modori learns it from the mails that came back. What is not yours (private mail, mail that others sent in your name) never unsubscribes anybody.</source>
        <translation>戻ってきたメールをもとにModoriが判断しています。自分の配信ではないもの（個人のメール、名前をかたったメール）で、読者が配信停止の候補になることはありません。</translation>
    </message>
    <message>
        <source>List or sender</source>
        <translation>リストまたは送信者</translation>
    </message>
    <message>
        <source>Failed addresses</source>
        <translation>エラーの件数</translation>
    </message>
    <message>
        <source>Whose</source>
        <translation>判断</translation>
    </message>
    <message>
        <source>Decided by</source>
        <translation>決めた人</translation>
    </message>
    <message>
        <source>your newsletter</source>
        <translation>自分の配信</translation>
    </message>
    <message>
        <source>not yours</source>
        <translation>自分の配信ではない</translation>
    </message>
    <message>
        <source>you</source>
        <translation>ご自身</translation>
    </message>
</context>
<context>
    <name>ServerPage</name>
    <message>
        <source>&amp;Server</source>
        <translation>サーバー(&amp;S)</translation>
    </message>
    <message>
        <source>Conn&amp;ection</source>
        <translation>接続方式(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;User name</source>
        <translation>ユーザー名(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Password</source>
        <translation>パスワード(&amp;P)</translation>
    </message>
    <message>
        <source>P&amp;ort</source>
        <translation>ポート(&amp;O)</translation>
    </message>
    <message>
        <source>imap.example.com</source>
        <translation>imap.example.jp</translation>
    </message>
    <message>
        <source>often the whole mail address</source>
        <translation>メールアドレス全体のことが多い</translation>
    </message>
    <message>
        <source>unchanged</source>
        <translation>変更なし</translation>
    </message>
    <message>
        <source>IMAP with TLS (usual)</source>
        <translation>IMAP・TLS（通常）</translation>
    </message>
    <message>
        <source>IMAP with STARTTLS</source>
        <translation>IMAP・STARTTLS</translation>
    </message>
    <message>
        <source>POP3 with TLS</source>
        <translation>POP3・TLS</translation>
    </message>
    <message>
        <source>POP3 with STARTTLS</source>
        <translation>POP3・STARTTLS</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message numerus="yes">
        <source>%1, %n entry(s)</source>
        <translation>
            <numerusform>%1、%n件</numerusform>
        </translation>
    </message>
    <message>
        <source>Mailboxes</source>
        <translation>メールボックス</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>メールアドレス</translation>
    </message>
    <message>
        <source>Mailboxes and newsletters</source>
        <translation>メールボックスとメールマガジン</translation>
    </message>
    <message>
        <source>Sections</source>
        <translation>項目</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>集計</translation>
    </message>
    <message>
        <source>Failures over time, by reason, by domain and by sending</source>
        <translation>時期・理由・ドメイン・配信ごとのエラー</translation>
    </message>
</context>
<context>
    <name>SignInBox</name>
    <message>
        <source>Client &amp;ID</source>
        <translation>クライアントID(&amp;I)</translation>
    </message>
    <message>
        <source>Client &amp;secret</source>
        <translation>クライアントシークレット(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Organisation</source>
        <translation>組織(&amp;O)</translation>
    </message>
    <message>
        <source>Shared &amp;mailbox</source>
        <translation>共有メールボックス(&amp;M)</translation>
    </message>
    <message>
        <source>of the program that you registered there</source>
        <translation>提供元に登録したプログラムのID</translation>
    </message>
    <message>
        <source>tenant, only if you were given one</source>
        <translation>テナント。指定されている場合だけ</translation>
    </message>
    <message>
        <source>only if it is not your own</source>
        <translation>ご自身のものでない場合だけ</translation>
    </message>
    <message>
        <source>How to get a client ID</source>
        <translation>クライアントIDの取得方法</translation>
    </message>
</context>
<context>
    <name>SummaryPage</name>
    <message>
        <source>Try again</source>
        <translation>もう一度試す</translation>
    </message>
    <message>
        <source>Nothing to draw yet</source>
        <translation>まだ集計するものがありません</translation>
    </message>
    <message>
        <source>As soon as addresses have failed, they are counted here.</source>
        <translation>届かなかったアドレスがあれば、ここで集計します。</translation>
    </message>
    <message>
        <source>Scan now</source>
        <translation>エラーメールを調べる</translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation>集計しています…</translation>
    </message>
    <message numerus="yes">
        <source>and %Ln more domain(s): use the search</source>
        <translation>
            <numerusform>ほかに%Ln個のドメイン（検索で探せます）</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln address(es)</source>
        <translation>
            <numerusform>%Ln件</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2 (%3 %)</source>
        <translation>%1：%2（%3%）</translation>
    </message>
    <message>
        <source>(no subject)</source>
        <translation>（件名なし）</translation>
    </message>
    <message>
        <source>When mail last came back</source>
        <translation>最後に戻ってきた時期</translation>
    </message>
    <message>
        <source>By reason</source>
        <translation>理由別</translation>
    </message>
    <message>
        <source>By domain</source>
        <translation>ドメイン別</translation>
    </message>
    <message>
        <source>By sending, newest first</source>
        <translation>配信別（新しい順）</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>集計</translation>
    </message>
</context>
<context>
    <name>TableView</name>
    <message>
        <source>&amp;Ascending</source>
        <translation>昇順(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Descending</source>
        <translation>降順(&amp;D)</translation>
    </message>
</context>
<context>
    <name>ThunderbirdDialog</name>
    <message>
        <source>Folders of Thunderbird</source>
        <translation>Thunderbirdのフォルダー</translation>
    </message>
    <message>
        <source>Which folders shall Modori read?</source>
        <translation>どのフォルダーを調べますか？</translation>
    </message>
    <message>
        <source>These folders of Thunderbird lie on this computer. They are only read.</source>
        <translation>このコンピューターにあるThunderbirdのフォルダーです。読むだけで、変更はしません。</translation>
    </message>
    <message>
        <source>No folder of Thunderbird with mails was found on this computer.</source>
        <translation>このコンピューターに、メールの入ったThunderbirdのフォルダーは見つかりませんでした。</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>Read these folders</source>
        <translation>選んだフォルダーを調べる</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
</context>
<context>
    <name>TimeLine</name>
    <message numerus="yes">
        <source>Time line of %n mail(s)</source>
        <translation>
            <numerusform>%n通のメールの時間の流れ</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2: %3, %4</source>
        <translation>%2件中%1件目：%3、%4</translation>
    </message>
</context>
<context>
    <name>Turns</name>
    <message>
        <source>%1 → %2</source>
        <translation>%1 → %2</translation>
    </message>
    <message>
        <source>What would change this</source>
        <translation>対応が変わる条件</translation>
    </message>
</context>
<context>
    <name>UpdateDialog</name>
    <message>
        <source>New versions</source>
        <translation>新しいバージョンの確認</translation>
    </message>
    <message>
        <source>You have Modori %1</source>
        <translation>お使いのバージョン：Modori %1</translation>
    </message>
    <message>
        <source>Ask once a &amp;week, when Modori starts</source>
        <translation>週に1回、Modoriの起動時に確認する(&amp;W)</translation>
    </message>
    <message>
        <source>Ask &amp;now</source>
        <translation>今すぐ確認(&amp;N)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Open the &amp;download page</source>
        <translation>ダウンロードページを開く(&amp;D)</translation>
    </message>
    <message>
        <source>Modori asks %1 for the number of the newest version, and tells nothing about you or your mail. It installs nothing by itself.</source>
        <translation>%1に最新のバージョン番号だけを問い合わせます。ご利用者やメールに関する情報は送りません。新しいバージョンが自動でインストールされることもありません。</translation>
    </message>
    <message>
        <source>Asking…</source>
        <translation>確認しています…</translation>
    </message>
    <message>
        <source>You have the newest version.</source>
        <translation>最新のバージョンをお使いです。</translation>
    </message>
    <message>
        <source>Version %1 is out.</source>
        <translation>バージョン%1が公開されています。</translation>
    </message>
</context>
<context>
    <name>Updates</name>
    <message>
        <source>Modori %1 is out</source>
        <translation>Modori %1が公開されています</translation>
    </message>
</context>
<context>
    <name>Why</name>
    <message>
        <source>Rule: %1</source>
        <translation>判定ルール：%1</translation>
    </message>
    <message>
        <source>This mail does not count against anybody.</source>
        <translation>このメールは、誰のエラーとしても数えません。</translation>
    </message>
    <message>
        <source>What the server said</source>
        <translation>サーバーの応答</translation>
    </message>
</context>
<context>
    <name>WorkingDialog</name>
    <message>
        <source>Stopping…</source>
        <translation>中止しています…</translation>
    </message>
</context>
<context>
    <name>_Line</name>
    <message numerus="yes">
        <source>Keep sending to all %Ln</source>
        <translation>
            <numerusform>%Ln件とも配信を続ける</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Unsubscribe all %Ln</source>
        <translation>
            <numerusform>%Ln件とも配信停止にする</numerusform>
        </translation>
    </message>
    <message>
        <source>Show only these</source>
        <translation>これだけを表示</translation>
    </message>
</context>
<context>
    <name>_Uncaught</name>
    <message>
        <source>Something went wrong inside Modori.</source>
        <translation>Modoriの内部で問題が起きました。</translation>
    </message>
    <message>
        <source>What was read and decided is kept. The details help to mend it. No password is among them.</source>
        <translation>読み込んだ内容と対応は残っています。詳細は修正の手がかりになります。パスワードは含まれません。</translation>
    </message>
    <message>
        <source>Copy the details</source>
        <translation>詳細をコピー</translation>
    </message>
    <message>
        <source>Modori ended by itself the last time.</source>
        <translation>前回、Modoriが予期せず終了しました。</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>続ける</translation>
    </message>
</context>
<context>
    <name>choices</name>
    <message>
        <source>Unsubscribe</source>
        <translation>配信停止</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>様子見</translation>
    </message>
    <message>
        <source>Fix on your side</source>
        <translation>こちらで直す</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>要確認</translation>
    </message>
    <message>
        <source>Nothing to do</source>
        <translation>対応なし</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>今後も残す</translation>
    </message>
</context>
<context>
    <name>kinds</name>
    <message>
        <source>Returned mail (bounce)</source>
        <translation>エラーメール</translation>
    </message>
    <message>
        <source>Delayed, still being tried</source>
        <translation>遅延（再送中）</translation>
    </message>
    <message>
        <source>Delivery confirmed</source>
        <translation>配信完了の通知</translation>
    </message>
    <message>
        <source>Spam complaint</source>
        <translation>迷惑メールとしての苦情</translation>
    </message>
    <message>
        <source>Asked to stop</source>
        <translation>停止の依頼</translation>
    </message>
    <message>
        <source>Automatic reply</source>
        <translation>自動返信</translation>
    </message>
    <message>
        <source>Read receipt</source>
        <translation>開封確認</translation>
    </message>
    <message>
        <source>Asks whether you are human</source>
        <translation>送信者の確認依頼</translation>
    </message>
    <message>
        <source>Ordinary mail</source>
        <translation>ふつうのメール</translation>
    </message>
    <message>
        <source>Delivery failed</source>
        <translation>配信エラー</translation>
    </message>
    <message>
        <source>Complained</source>
        <translation>苦情</translation>
    </message>
</context>
<context>
    <name>phases</name>
    <message>
        <source>refused when connecting</source>
        <translation>接続時に拒否</translation>
    </message>
    <message>
        <source>refused at the greeting</source>
        <translation>あいさつ（HELO）で拒否</translation>
    </message>
    <message>
        <source>refused at login</source>
        <translation>ログインで拒否</translation>
    </message>
    <message>
        <source>refused because of the sender</source>
        <translation>差出人を理由に拒否</translation>
    </message>
    <message>
        <source>refused because of the address</source>
        <translation>宛先を理由に拒否</translation>
    </message>
    <message>
        <source>refused before the text of the mail</source>
        <translation>本文の前に拒否</translation>
    </message>
    <message>
        <source>refused after the whole mail</source>
        <translation>本文の送信後に拒否</translation>
    </message>
</context>
<context>
    <name>sections</name>
    <message>
        <source>Unsubscribe</source>
        <translation>配信停止の候補</translation>
    </message>
    <message>
        <source>Asked to stop</source>
        <translation>本人からの停止依頼</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>配信を続ける（様子見）</translation>
    </message>
    <message>
        <source>Fix on your side</source>
        <translation>こちら（送信元）で直すこと</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>要確認</translation>
    </message>
    <message>
        <source>Incidents</source>
        <translation>エラーの集中</translation>
    </message>
    <message>
        <source>Not yours</source>
        <translation>この配信のものではないメール</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>今後も残すもの</translation>
    </message>
    <message>
        <source>Not bounces</source>
        <translation>エラーメール以外</translation>
    </message>
    <message>
        <source>Dead addresses. Nothing has been stopped yet: you decide.</source>
        <translation>届かないアドレスです。まだ何も停止していません。決めるのはあなたです。</translation>
    </message>
    <message>
        <source>Readers who complained, or who asked you to stop.</source>
        <translation>苦情や停止の依頼があった読者です。</translation>
    </message>
    <message>
        <source>Passing trouble. Keep sending; Modori goes on counting.</source>
        <translation>一時的なエラーです。配信を続けてください。回数は引き続き数えます。</translation>
    </message>
    <message>
        <source>Your own side was refused. The addresses are not to blame.</source>
        <translation>送信元が拒否されたものです。アドレスに問題はありません。</translation>
    </message>
    <message>
        <source>Not clear enough to decide without you. Read why, then decide.</source>
        <translation>はっきりしないため、確認が必要です。理由を読んで、対応を決めてください。</translation>
    </message>
    <message>
        <source>Many readers failed alike at once, or for one cause on your side. Decide once for all of them.</source>
        <translation>短い間に多くの読者が同じエラーになったか、こちら（送信元）の1つの原因で戻ってきました。まとめて対応を決めてください。</translation>
    </message>
    <message>
        <source>Private mail that came back. It counts against nobody; decide if it was your newsletter after all.</source>
        <translation>メールマガジンではない私信のエラーです。数に入れません。実際は配信したものなら、対応を決めてください。</translation>
    </message>
    <message>
        <source>Addresses that you keep, whatever comes back.</source>
        <translation>エラーがあっても残すと決めたアドレスです。</translation>
    </message>
    <message>
        <source>Other mail in this mailbox: it counts against nobody.</source>
        <translation>このメールボックスにあるほかのメールです。エラーには数えません。</translation>
    </message>
</context>
</TS>
